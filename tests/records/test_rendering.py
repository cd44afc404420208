from __future__ import annotations

from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override
from pytest_django import Settings

from records.rendering import kept_part
from records.templatetags.records import choices


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    return tmp_path


@pytest.mark.parametrize("debug", [False, True])
def test_a_part_is_kept_unless_templates_are_being_written(
    folder: Path, settings: Settings, *, debug: bool
) -> None:
    settings.DEBUG = debug
    part = folder / f"part-{debug}.html"
    part.write_text("{{ words }} once")
    before = kept_part(part.name, words="a < b")
    part.write_text("{{ words }} twice")
    settings.TEMPLATES = [*settings.TEMPLATES]

    assert before == "a &lt; b once"
    assert kept_part(part.name, words="a < b") == f"a &lt; b {'twice' if debug else 'once'}"


def test_parts_differ_with_their_values_and_with_the_language(folder: Path) -> None:
    (folder / "told.html").write_text(
        "{% load i18n %}{% get_current_language as code %}{{ code }}{{ value }}"
    )
    template = Template("{% load records %}{% kept 'told.html' value=value %}")

    told = [template.render(Context({"value": value})) for value in (1, True, "1")]
    with override("kk"):
        told.append(template.render(Context({"value": 1})))

    assert told == ["en1", "enTrue", "en1", "kk1"]


class Choosing(forms.Form):
    colour = forms.ChoiceField(choices=[("", "all"), ("red", "Red"), ("green", "Green")])


@pytest.mark.parametrize(("chosen", "marked"), [("red", ["Red"]), ("", ["all"]), ("blue", [])])
def test_the_chosen_one_of_a_fields_choices_is_marked(chosen: str, marked: list[str]) -> None:
    field = Choosing({"colour": chosen})["colour"]

    assert [words for _value, words, is_chosen in choices(field) if is_chosen] == marked
    assert [value for value, _words, _is in choices(field)] == ["", "red", "green"]


def test_without_an_address_the_empty_choice_is_marked() -> None:
    assert [words for _v, words, marked in choices(Choosing({})["colour"]) if marked] == ["all"]
