from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template import Context, Template
from django.utils.safestring import SafeString
from django.utils.translation import override
from pytest_django import Settings

from records.rendering import filled_part, kept_part
from records.templatetags.records import options


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
    drawn = BeautifulSoup(options(Choosing({"colour": chosen})["colour"]), "html.parser")

    assert [one.text for one in drawn.select("option[selected]")] == marked
    assert [one["value"] for one in drawn.select("option")] == ["", "red", "green"]


# --- Parts of which only the texts differ ---------------------------------------------------------


def test_a_filled_part_says_what_its_template_says(folder: Path, settings: Settings) -> None:
    (folder / "row.html").write_text(
        "{% load i18n %}<p title='{{ name }}'>{% if note %}{{ note }}: {% endif %}"
        "{% for words, is_last in rows %}{{ words }}{% if not is_last %}; {% endif %}{% endfor %}"
        "{% blocktranslate count number=number %}{{ number }} {{ name }}{% plural %}"
        "{{ number }} of {{ name }}{% endblocktranslate %}</p>"
    )
    given: list[dict[str, Any]] = [
        {"name": "a'b <c> & %s {{ d }}", "note": "", "rows": (), "number": 1},
        {
            "name": SafeString("<b>x</b>"),
            "note": "n",
            "rows": (("<", False), ("2", True)),
            "number": 2,
        },
        {
            "name": "Қазбат \ue0005\ue001",
            "note": "n",
            "rows": (("1", False), ("", True)),
            "number": 2,
        },
        {"name": "1", "note": None, "rows": (("x", False), ("y", True)), "number": 1},
        {"name": "2", "note": None, "rows": (("x", False), ("y", True)), "number": True},
    ]

    filled = [filled_part("row.html", **values) for values in given * 2]
    settings.DEBUG = True

    assert filled == [filled_part("row.html", **values) for values in given * 2]


def test_a_filled_part_is_one_of_its_language(folder: Path) -> None:
    (folder / "said.html").write_text(
        "{% load i18n %}{% get_current_language as code %}{{ code }} {{ words }}"
    )
    told = [filled_part("said.html", words="a")]
    with override("ru"):
        told.append(filled_part("said.html", words="b"))

    assert told == ["en a", "ru b"]


@pytest.mark.parametrize("printed", ["{{ words|truncatechars:2 }}", "{{ words|slice:'1:' }}"])
def test_a_text_that_is_filled_in_may_only_be_printed(folder: Path, printed: str) -> None:
    (folder / "changing.html").write_text(printed)

    with pytest.raises(ValueError, match="may only print it"):
        filled_part("changing.html", words="some words")


def test_no_template_that_is_filled_in_has_a_filter() -> None:
    """Some would go unnoticed: what stands in for a text is one short word."""
    written = "".join(path.read_text() for path in Path().glob("*/templatetags/*.py"))
    names = re.findall(r'fill(?:ed_part|ing)\(\s*f?"([^"]+)"', written)
    # Of a name that is put together, all that it may be.
    found = [path for name in names for path in Path("templates").glob(re.sub("{.*?}", "*", name))]
    changing = [path for path in found if re.search(r"{[{%][^}]*\|", path.read_text())]

    assert {"_listed_person.html", "_row.html", "day.html"} <= {path.name for path in found}
    assert changing == []
