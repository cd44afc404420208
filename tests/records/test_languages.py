import pytest
from django.utils import translation

from missions.models import Mission
from records.languages import active_locale, in_active_language, shown_text
from tests.factories import MissionFactory


@pytest.mark.parametrize(
    ("language", "texts", "shown"),
    [
        ("kk", {"en": "Iraq", "kk": "Ирак", "ru": "Ирак (ru)"}, "Ирак"),
        ("kk", {"en": "Iraq", "kk": "", "ru": "Ирак (ru)"}, "Iraq"),
        ("kk", {"en": None, "kk": "", "ru": "Ирак (ru)"}, "Ирак (ru)"),
        ("en", {"en": "", "kk": "Ирак", "ru": "Ирак (ru)"}, "Ирак (ru)"),
        ("en", {"en": None, "kk": None, "ru": None}, ""),
    ],
)
@pytest.mark.django_db
def test_a_missing_text_is_shown_in_the_language_that_has_it(
    language: str, texts: dict[str, str | None], shown: str
) -> None:
    columns = {f"official_name_{code}": text or "" for code, text in texts.items()}
    MissionFactory.create(**columns)
    with translation.override(language):
        assert in_active_language(texts) == shown
        rows = Mission.objects.values_list(shown_text("official_name"), flat=True)
        assert list(rows) == [shown]
        # What a translated field shows by itself.
        assert Mission.objects.get().official_name == shown


def test_without_an_active_language_the_register_speaks_its_first() -> None:
    with translation.override(None):
        assert active_locale() == "en"
        assert in_active_language({"en": "Iraq", "kk": "Ирак"}) == "Iraq"
