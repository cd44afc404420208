"""What gunicorn serves."""

import gc
from importlib import import_module


def test_what_the_site_consists_of_is_not_looked_through_for_garbage() -> None:
    try:
        import_module("kazbat.wsgi")

        assert gc.get_freeze_count()
    finally:
        gc.unfreeze()
