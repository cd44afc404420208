"""What gunicorn serves."""

import gc
import sys
from importlib import import_module

import pytest


def test_what_the_site_consists_of_is_not_looked_through_for_garbage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The server of the browser tests imports it too, and a load lets go of what it froze.
    monkeypatch.delitem(sys.modules, "kazbat.wsgi", raising=False)
    monkeypatch.setenv("DATABASE_TIMEOUT", "15")
    gc.unfreeze()
    try:
        import_module("kazbat.wsgi")

        assert gc.get_freeze_count()
    finally:
        gc.unfreeze()
