"""Every sentence that a reader sees is one string that can be translated."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings

from tests.test_architecture import LAYERS

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


NOT_READ = {
    # Languages of machines.
    ("kazbat/middleware.py", "permissions_are_few"),
    ("catalogue/queries.py", "find"),
    ("catalogue/queries.py", "_condition"),
    ("catalogue/queries.py", "_is_last"),
    ("catalogue/writing.py", "put"),
    ("records/counting.py", "capped_counts"),
    ("records/fields.py", "values_to_update"),
    ("sources/citing.py", "bibtex"),
    ("sources/exports/as_json.py", "list_as_json"),
    ("sources/models/picture.py", "srcset"),
    # Said to whoever works on the code.
    ("kazbat/checks.py", "collisions"),
    ("records/models/declarations.py", "messages_astray"),
    ("records/models/declarations.py", "misnamed"),
    # Said to editors, whose desk speaks English.
    ("editions/models.py", "__str__"),
    ("sources/doubts.py", "_numbers_not_found"),
    ("sources/models/passage.py", "find_quotation"),
    ("sources/models/source.py", "_check_passages"),
}
DESK = {"admin", "management", "bulk", "backups", "migrations"}
"""Folders and modules that only the admin and commands use."""


def words_joined_by_commas(path: Path) -> set[str]:
    """The functions of a module that join words as English does, whatever the language."""
    found = set()
    for function in ast.walk(ast.parse(path.read_text())):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if (
                isinstance(node, ast.Attribute)
                and node.attr == "join"
                and isinstance(node.value, ast.Constant)
                and re.fullmatch(r",\s|,?\s(and|or)\s", str(node.value.value))
            ):
                found.add(function.name)
    return found


def test_words_are_joined_by_the_rules_of_the_readers_language() -> None:
    base = Path(settings.BASE_DIR)
    modules = {
        path.relative_to(base)
        for app in LAYERS
        for path in (base / app).rglob("*.py")
        if not DESK & {part.removesuffix(".py") for part in path.relative_to(base).parts}
    }
    found = {(str(path), name) for path in modules for name in words_joined_by_commas(base / path)}

    assert modules
    assert found == NOT_READ
