"""The shape of the project: layers between tables, and a place for every file."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.template import engines

LAYERS = (
    "records",
    "catalogue",
    "editions",
    "sources",
    "missions",
    "personnel",
    "access",
    "kazbat",
)

# A set of changes names the account that made it; accounts belong to Django.
ACCOUNT = "auth.User"

ROOT: Path = settings.BASE_DIR
TOP_LEVEL_FOLDERS = {*LAYERS, "benchmarks", "deploy", "docs", "fixtures", "locale"} | {
    "requirements",
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
            if target._meta.label == ACCOUNT and field.name in ("by", "lifted_by"):
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


@pytest.mark.parametrize("layer", LAYERS)
def test_no_view_writes_into_a_context_that_others_read(layer: str) -> None:
    """What a page says is read in one place, and does not depend on who was called before."""
    writing = [
        str(path.relative_to(ROOT))
        for path in (ROOT / layer).rglob("*.py")
        if re.search(r"context(\[[^]]*\] = |\.update\(| \|= )", path.read_text())
    ]

    assert writing == []


# --- What a layer names without importing it --------------------------------------------------

TEMPLATES = ROOT / "templates"


def layer_of_template(name: str) -> str:
    """The frame of all pages and the slots, which the project fills, are for every layer."""
    folder = name.partition("/")[0]
    return folder if folder in LAYERS else LAYERS[0]


def layer_of_address(name: str) -> str:
    namespace, colon, _view = name.partition(":")
    if not colon:
        return LAYERS[-1]
    return namespace if namespace in LAYERS else LAYERS[0]


def layer_of_library(name: str) -> str:
    package = engines["django"].engine.libraries[name].partition(".")[0]  # type: ignore[attr-defined]
    return package if package in LAYERS else LAYERS[0]


NAMED_IN_TEMPLATES: tuple[tuple[str, Callable[[str], str]], ...] = (
    (r"{% (?:include|extends|kept) [\"']([^\"']+)", layer_of_template),
    (r"{% url [\"']([^\"']+)", layer_of_address),
    (r"{% load (\w+)", layer_of_library),
)


def layers_named_by(template: str) -> Iterator[tuple[str, str]]:
    for pattern, layer_of in NAMED_IN_TEMPLATES:
        for name in re.findall(pattern, template):
            yield name, layer_of(name)


def is_above(layer: str, other: str) -> bool:
    return LAYERS.index(layer) > LAYERS.index(other)


@pytest.mark.parametrize("layer", LAYERS)
def test_templates_name_only_what_their_layer_knows(layer: str) -> None:
    upwards = {
        (str(path.relative_to(TEMPLATES)), name)
        for path in (TEMPLATES / layer).rglob("*.html")
        for name, named in layers_named_by(path.read_text())
        if is_above(named, layer)
    }

    assert upwards == set()


@pytest.mark.parametrize(
    ("template", "layer"),
    [
        ('{% include "personnel/_ranks.html" with person=person only %}', "personnel"),
        ('{% extends "kazbat/home/home.html" %}', "kazbat"),
        ('{% url "personnel:person-list" as address %}', "personnel"),
        ("{% url 'conflicts' %}?kind=ranks", "kazbat"),
        ("{% load evidence %}", "sources"),
        ("{% load navigation %}", "kazbat"),
        ('{% include "slots/people.html" %}', "records"),
        ("{% load static %}", "records"),
    ],
)
def test_what_a_template_names_is_found(template: str, layer: str) -> None:
    assert [named for _name, named in layers_named_by(template)] == [layer]


def test_every_slot_is_shown_somewhere() -> None:
    templates = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    slots = [f"slots/{path.name}" for path in (TEMPLATES / "slots").iterdir()]

    assert slots
    assert [slot for slot in slots if f'"{slot}"' not in templates] == []


def relations_from_above(layer: str) -> set[str]:
    """What a model of a layer above adds to a model of this one, under its name here."""
    return {
        accessor
        for model in apps.get_app_config(layer).get_models()
        for relation in model._meta.related_objects
        if (owner := relation.related_model._meta.app_label) in LAYERS
        and is_above(owner, layer)
        and (accessor := relation.get_accessor_name())
    }


@pytest.mark.parametrize("layer", LAYERS)
def test_no_layer_uses_what_a_layer_above_adds_to_its_models(layer: str) -> None:
    lower = LAYERS[: LAYERS.index(layer) + 1]
    files = [
        path
        for app in lower
        for path in (*(ROOT / app).rglob("*.py"), *(TEMPLATES / app).rglob("*.html"))
    ]
    uses = [
        (str(path.relative_to(ROOT)), name)
        for name in relations_from_above(layer)
        for path in files
        if re.search(rf"[.\"'_]{name}\b", path.read_text())
    ]

    assert uses == []


def test_relations_from_above_are_known() -> None:
    assert relations_from_above("missions") == {"deployments", "joint_deployments", "leaders"}
