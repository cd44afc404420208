"""Addresses that are put together are those that the resolver gives."""

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from records.addresses import page_address


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("personnel:person-detail", ("dilya-akhmetova",)),
        ("personnel:person-detail", ("900000001",)),
        ("personnel:person-detail", ("Old_Slug",)),
        ("missions:rotation-detail", ("iraq", 4)),
        ("missions:rotation-detail", ("4", 4)),
        ("sources:source-detail", ("a" * 80,)),
    ],
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_as_the_resolver_has_it(view: str, words: tuple[str | int, ...], language: str) -> None:
    with translation.override(language):
        assert page_address(view, *words) == reverse(view, args=words)


@pytest.mark.parametrize("words", [("",), ("two words",), ("a/b",), ("%s",)])
def test_what_no_address_can_hold_has_none(words: tuple[str]) -> None:
    with pytest.raises(NoReverseMatch):
        page_address("personnel:person-detail", *words)


@pytest.mark.parametrize("number", [0, -1, 10**9])
def test_a_number_that_no_address_can_hold_has_none(number: int) -> None:
    with pytest.raises(NoReverseMatch):
        page_address("missions:rotation-detail", "iraq", number)
