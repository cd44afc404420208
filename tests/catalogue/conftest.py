from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.apps import AppConfig, apps
from django.db import connection
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from pytest_django.plugin import DjangoDbBlocker

from catalogue import indexing
from tests.catalogue import shelf as shelf_module
from tests.catalogue.shelf import MODELS


@pytest.fixture(scope="session")
def shelf_tables(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)


@pytest.fixture
def shelf(shelf_tables: None, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Books and authors are an app, and the index follows them."""
    app = AppConfig("shelf", shelf_module)
    app.apps, app.models = apps, apps.all_models["shelf"]
    apps.app_configs["shelf"] = app
    apps.clear_cache()
    monkeypatch.setattr(indexing, "searchable_models", dict(indexing.searchable_models))
    consequences = deepcopy(indexing._consequences)
    monkeypatch.setattr(indexing, "_consequences", consequences)
    for model in MODELS:
        indexing.follow(model)
    yield
    for model in MODELS:
        for signal in (pre_save, post_save, pre_delete, post_delete):
            signal.disconnect(sender=model, dispatch_uid=("catalogue", model._meta.label))
    del apps.app_configs["shelf"]
    apps.clear_cache()
