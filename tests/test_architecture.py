"""The shape of the project: layers between tables, and a place for every file."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import Model

LAYERS = ("records", "search", "sources", "missions", "personnel", "kazbat")

# The history of a record names the account that changed it; accounts belong to Django.
ACCOUNT = "auth.User"

ROOT: Path = settings.BASE_DIR
TOP_LEVEL_FOLDERS = {*LAYERS, "bench", "docs", "fixtures", "locale", "requirements"} | {
    "static",
    "templates",
    "tests",
}
# Written by the site and by tools; git knows none of them.
GENERATED_FOLDERS = {"media", "screenshots", "staticfiles", "__pycache__"}
# Such a name says where code was put, not what it is.
NAMES_THAT_NAME_NOTHING = {"common", "core", "helpers", "misc", "shared", "utils"}


def own_models() -> Iterator[type[Model]]:
    for label in LAYERS:
        yield from apps.get_app_config(label).get_models(include_auto_created=True)


def upward_relations() -> Iterator[str]:
    for model in own_models():
        for field in model._meta.get_fields():
            target = field.related_model
            if field.auto_created or not isinstance(target, type):
                continue
            if target._meta.label == ACCOUNT and field.name == "history_user":
                continue
            if not points_downwards(model, target):
                yield f"{model._meta.label}.{field.name} -> {target._meta.label}"


def points_downwards(model: type[Model], target: type[Model]) -> bool:
    owner, owned = model._meta.app_label, target._meta.app_label
    return owned in LAYERS and LAYERS.index(owned) <= LAYERS.index(owner)


def test_relations_point_to_the_same_or_a_lower_layer() -> None:
    assert list(upward_relations()) == []


def test_the_records_app_has_no_tables() -> None:
    assert list(apps.get_app_config("records").get_models(include_auto_created=True)) == []


def test_the_project_itself_has_no_tables() -> None:
    assert list(apps.get_app_config("kazbat").get_models(include_auto_created=True)) == []


def test_only_known_folders_stand_at_the_top() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] != "."}

    assert folders - GENERATED_FOLDERS <= TOP_LEVEL_FOLDERS


def test_every_module_is_named_for_what_it_holds() -> None:
    modules = (path for label in LAYERS for path in (ROOT / label).rglob("*.py"))
    nameless = {
        str(module.relative_to(ROOT))
        for module in modules
        if NAMES_THAT_NAME_NOTHING & {module.stem, *module.relative_to(ROOT).parent.parts}
    }

    assert nameless == set()
