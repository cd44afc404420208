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

NOT_YET = {
    "account/login.html",
    "404.html",
    "kazbat/search/_kinds.html",
    "kazbat/search/search.html",
    "mfa/webauthn/add_form.html",
    "missions/_claim_details.html",
    "missions/_figures.html",
    "missions/_mission_row.html",
    "missions/_related_claims.html",
    "missions/_rotations.html",
    "missions/_rotations_by_number.html",
    "missions/_summary_entry.html",
    "missions/_summary_rest.html",
    "missions/_unit_row.html",
    "missions/claim_detail.html",
    "missions/claim_list.html",
    "missions/mission_detail.html",
    "missions/rotation_detail.html",
    "missions/series_detail.html",
    "missions/unit_detail.html",
    "personnel/_deployment_details.html",
    "personnel/_joint_details.html",
    "personnel/_people.html",
    "personnel/_ranks.html",
    "personnel/_service.html",
    "personnel/_who.html",
    "personnel/person_detail.html",
    "personnel/person_list.html",
    "records/_not_stated.html",
    "slots/contested.html",
    "sources/_notes.html",
    "sources/_quotations.html",
    "sources/record_list.html",
    "sources/source_detail.html",
}
"""Templates whose words still stand there as they are; no other joins them."""

TRANSLATED = re.compile(r"{% blocktranslate\b.*?{% endblocktranslate %}", re.DOTALL)
CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
GLUED = re.compile(r"\|pluralize|\|yesno:|\|apnumber")
"""Filters that make words by the rules of English."""


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
        self.note(data)

    def note(self, text: str) -> None:
        self.found += [word for word in WORD.findall(text) if word not in NAMES]


@pytest.mark.parametrize("name", sorted({*TEMPLATES} - NOT_YET))
def test_template_has_no_words_of_its_own(name: str) -> None:
    source = (ROOT / name).read_text()
    parser = Untranslated()
    parser.feed(CODE.sub("", TRANSLATED.sub("", source)))

    assert parser.found == []
    assert GLUED.findall(source) == []
