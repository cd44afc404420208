"""Every sentence that a reader sees is one string that can be translated."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(
    str(path.relative_to(ROOT))
    for path in ROOT.rglob("*.html")
    if not path.is_relative_to(ROOT / "admin") and path.name not in ("styleguide.html", "500.html")
)
"""The admin speaks English, the style guide is for whoever works on the looks, and the page of the
last resort is read as it lies on the disk."""
READ_ALOUD = {"aria-label", "alt", "data-label", "placeholder", "title"}
NAMES = {"Kazbat", "CSV", "JSON", "CC", "BY"}
"""The same in every language."""

TRANSLATED = re.compile(r"{% blocktranslate\b.*?{% endblocktranslate %}", re.DOTALL)
CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
TYPE = re.compile(r"{% block og_type %}.*?{% endblock %}")
"""A word of the Open Graph protocol, which no reader sees."""
WORD = re.compile(r"[^\W\d_]{2,}")
GLUED = re.compile(
    r"""\|pluralize|\|yesno:|\|apnumber|\|floatformat|\|join:", "|\|date:["'][DFMNbdjl]|{% now """
    r"""|forloop\.last %},"""
)
"""Plurals, numbers, dates and lists by the rules of English."""
GIVEN = re.compile(r"""(?:\s\w+=|default:|{% field [\w.]+ "\w+" )"([A-Z][^"]*)\"""")
"""What a tag is given as it stands; without "_(...)", no translator sees it."""


class Untranslated(HTMLParser):
    """The words of a template that stand there as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        is_description = tag == "meta" and named.get("name") == "description"
        for name, value in attrs:
            if name in READ_ALOUD or (is_description and name == "content"):
                self.note(value or "")

    handle_startendtag = handle_starttag

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is None:  # not the data of a script
            self.note(data)

    def note(self, text: str) -> None:
        self.found += [word for word in WORD.findall(text) if word not in NAMES]


DRAWN_BY_STYLE = re.compile(r"\bcontent:([^;}]*)")
"""A style sheet is the same in every language."""


@pytest.mark.parametrize("path", sorted(Path(settings.BASE_DIR).glob("static/css/*.css")), ids=str)
def test_style_sheet_has_no_words_of_its_own(path: Path) -> None:
    drawn = DRAWN_BY_STYLE.findall(path.read_text())

    assert [value for value in drawn for text in value.split('"')[1::2] if WORD.search(text)] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_has_no_words_of_its_own(name: str) -> None:
    source = (ROOT / name).read_text()
    parser = Untranslated()
    parser.feed(CODE.sub("", TRANSLATED.sub("", TYPE.sub("", source))))
    tags = [tag for tag in CODE.findall(source) if not tag.startswith("{% translate")]

    assert parser.found == []
    assert GLUED.findall(source) == []
    assert [word for tag in tags for word in GIVEN.findall(tag)] == []
