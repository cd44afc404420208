"""Whose names no former wording shows, and in which shapes a name is found."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editions import protection
from editions.protection import HiddenNames
from editions.publishing import change_set
from records.models import PublicationState
from tests.factories import PersonFactory, PersonNameFactory


def named(name: str, *texts: str) -> list[str]:
    """Those of the texts that may name somebody called so."""
    hidden = HiddenNames([name])
    return [text for text in texts if hidden.are_in(text)]


# --- Shapes of a name -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Aigul Secretova", "Captain SECRETOVA served."),
        ("Aigul Sekretova", "Секретова служила."),
        ("Aigul Sekretova", "Капитана Секретову и капитана Секретовой нет."),
        ("Секретов Болат", "With Sekretov’s company."),
        ("Секретов", "Секретовтың ротасы"),
        ("Айгүл", "Айгүлдің сөзі"),
        ("Айгүл", "Айгулью"),
        ("Мария", "о Марии"),
        ("Чайковская", "с Чайковской"),
        ("Чайковский", "у Чайковского"),
        ("Толстой", "Толстого"),
        ("Павел", "Павла видели"),
        ("Лев", "со Львом"),
        ("Olga", "Ольгой"),
        ("A. Smith-Jones", "Smith and others"),
        ("A. Smith-Jones", "JONES"),
        ("Secretova", "Secre-tova"),
        ("O’Neil", "O'Neil’s men"),
        ("Kassym-Jomart", "KassymJomart"),
    ],
)
def test_name_is_found_in_any_case_ending_and_script(name: str, text: str) -> None:
    assert named(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Li", "Li served."),
        ("Li", "Li’s report"),
        ("Li", "Ли служила"),
        ("Ли", "Лидің баяндамасы"),
        ("Ли", "Лиге"),
        ("Ян", "Яна и Яном"),
        ("Ия", "с Ией"),
        ("Ия", "у Ии"),
        ("Ия", "Ию видели"),
        ("Аня", "Аню и Аней"),
        ("Анна", "Анной"),
        ("Ким", "Кимом"),
        ("Li Yu", "Corporal Yu"),
        ("Ю", "Ю служила"),
        ("Ю", "Юға"),
        ("O", "Lieutenant O served"),
        ("A. B.", "A. B. served"),
    ],
)
def test_short_name_is_found_too(name: str, text: str) -> None:
    assert named(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("A. Otherova", "A medic served."),
        ("Б. Другова", "Мы б служили."),
        ("Li", "They lived and listened at length"),
        ("Ия", "и она"),
        ("Ия", "I and it"),
        ("Анна", "an officer"),
        ("Olga", "Volga"),
        ("Ким", "Киммерия"),
        ("Yu", "youth"),
        ("", "Anything at all"),
        ("–", "Anything – at all"),
    ],
)
def test_other_words_are_left(name: str, text: str) -> None:
    assert not named(name, text)


# --- Whose names ------------------------------------------------------------------------------


def recorded(*records: Any) -> Any:
    with change_set() as changes:
        changes.record(records)
    return records[0]


def change(record: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    recorded(record)


def is_hidden(text: str) -> bool:
    return HiddenNames.read().are_in(text)


@pytest.mark.django_db
def test_public_person_is_not_hidden() -> None:
    recorded(PersonFactory.create(display_name="Secretova"))
    assert not is_hidden("Secretova")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "state",
    [
        {"state": PublicationState.DRAFT},
        {"state": PublicationState.WITHDRAWN, "withdrawn_reason": "Asked."},
    ],
)
def test_whoever_is_not_public_any_more_is_hidden(state: dict[str, str]) -> None:
    person = recorded(PersonFactory.create(display_name_en="Secretova", display_name_ru="Тайная"))
    PersonNameFactory.create(person=person, name="Zhasyryn")
    recorded(person)
    change(person, **state)
    for name in ("Secretova", "Тайной", "Zhasyryn"):
        assert is_hidden(f"{name} served.")


@pytest.mark.django_db
def test_draft_is_hidden_before_it_was_ever_recorded() -> None:
    person = PersonFactory.create(display_name="Secretova", draft=True)
    PersonNameFactory.create(person=person, name="Zhasyryn")
    assert is_hidden("Secretova")
    assert is_hidden("Zhasyryn")


@pytest.mark.django_db
def test_names_replaced_before_or_with_the_withdrawal_stay_hidden() -> None:
    person = recorded(PersonFactory.create(display_name="Firstova"))
    further = PersonNameFactory.create(person=person, name="Zhasyryn")
    change(person, display_name="Secondova")
    further.delete()
    change(
        person, display_name="Removed", state=PublicationState.WITHDRAWN, withdrawn_reason="Asked."
    )
    for name in ("Firstova", "Secondova", "Zhasyryn", "Removed"):
        assert is_hidden(name)


@pytest.mark.django_db
def test_person_published_again_is_not_hidden() -> None:
    person = recorded(PersonFactory.create(display_name="Secretova"))
    change(person, state=PublicationState.DRAFT)
    change(person, state=PublicationState.PUBLISHED)
    assert not is_hidden("Secretova")


@pytest.mark.django_db
def test_deleted_person_who_was_public_is_hidden() -> None:
    person = recorded(PersonFactory.create(display_name="Secretova"))
    change(person, state=PublicationState.DRAFT)
    with change_set() as changes:
        changes.delete(person)
    assert is_hidden("Secretova")


@pytest.mark.django_db
def test_deleted_draft_that_was_never_public_is_forgotten() -> None:
    person = recorded(PersonFactory.create(display_name="Secretova", draft=True))
    with change_set() as changes:
        changes.delete(person)
    assert not is_hidden("Secretova")


@pytest.mark.django_db
@pytest.mark.parametrize("limit", ["MOST_HIDDEN", "MOST_NAMES"])
def test_where_too_many_are_hidden_nothing_former_is_shown(
    monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(protection, limit, 1)
    recorded(PersonFactory.create(display_name="Secretova", draft=True))
    assert not is_hidden("Anything")
    recorded(PersonFactory.create(display_name="Otherova", draft=True))
    hidden = HiddenNames.read()
    assert hidden.are_in("Anything")
    assert not hidden.are_surely_in("Anything")


@pytest.mark.django_db
def test_reading_costs_the_same_whoever_is_hidden() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            HiddenNames.read()
        return len(captured)

    assert queries() <= 2
    for person in PersonFactory.create_batch(5, draft=True):
        recorded(person)
    assert queries() <= 2
