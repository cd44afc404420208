"""Templates that are put together once say what Django's own loaders make them say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.template import Context, Engine
from django.template.base import TextNode
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils.translation import override

TEMPLATES = {
    "base.html": (
        "{% load i18n %}<{% block title %}none{% endblock %}>{% block content %}"
        "{% block rows %}no rows{% endblock %}{% endblock %}{% comment %}x{% endcomment %}"
    ),
    "list.html": (
        "{% extends 'base.html' %}{% load i18n %}"
        "{% block title %}{% translate 'Yes' %}{% endblock %}"
        "{% block content %}[{% block rows %}{% endblock %}]{% endblock %}"
    ),
    "people.html": (
        "{% extends 'list.html' %}{% load i18n %}{% block rows %}{% for one in people %}"
        "{% include 'row.html' with name=one only %}{% empty %}{% translate 'No' %}{% endfor %}"
        "{% endblock %}"
    ),
    "row.html": (
        "{% load i18n %}{% if name %}"
        "{% blocktranslate %}Hello {{ name }}, 100%{% endblocktranslate %}"
        "{% else %}{% blocktranslate %}nobody{% endblocktranslate %}{% endif %}{{ people|length }}"
    ),
    "counted.html": (
        "{% load i18n %}{% for one in people %}{% blocktranslate count number=forloop.counter %}"
        "one {{ unknown }}{% plural %}{{ number }} of {{ people }}{% endblocktranslate %}"
        "{% endfor %}"
        "{% blocktranslate with who=people.0|upper %}{{ who }}{% endblocktranslate %}"
        "{% translate people.1 %}{% translate 'Yes' as yes %}{{ yes }}"
    ),
    "more.html": (
        "{% extends 'list.html' %}{% block title %}more than {{ block.super }}{% endblock %}"
    ),
    "most.html": "{% extends 'more.html' %}{% block rows %}all{% endblock %}",
    "chosen.html": "{% extends parent %}{% block title %}chosen{% endblock %}",
    "other.html": (
        "{% load i18n %}{% language 'ru' %}{% translate 'Yes' %}{% endlanguage %}"
        "{% translate 'Yes' %}"
    ),
    "tree.html": (
        "{{ depth }}{% if depth == '1' %}{% include 'tree.html' with depth='2' %}{% endif %}"
    ),
    "address.html": (
        "{% url 'home' %}{% url 'personnel:person-detail' slug %}"
        "{% url 'about' as there %}{{ there }}"
        "{% if there == 'never' %}{% url 'no-such-page' %}{% endif %}"
    ),
    "hidden.html": (
        "{% load i18n %}{% if never %}{% blocktranslate %}hidden{% endblocktranslate %}"
        "{% translate 'hidden' %}{% endif %}shown"
    ),
    "same.html": (
        "{% load i18n %}a{% translate 'Yes' %}{% url 'home' %}{% comment %}b{% endcomment %}c"
    ),
}
PLAIN = ("django.template.loaders.locmem.Loader", TEMPLATES)
GIVEN = {"people": ["<Aliya>", "", "Yes"], "depth": "1", "parent": "list.html", "slug": "aliya"}


def engine(*, put_together: bool) -> Engine:
    loader = ("records.templates.Loader", [PLAIN]) if put_together else PLAIN
    return Engine(
        loaders=[loader],
        libraries={"i18n": "django.templatetags.i18n"},
    )


@pytest.fixture
def below_an_address() -> Iterator[None]:
    before = get_script_prefix()
    yield
    set_script_prefix(before)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_says_what_django_makes_of_it_in_each_language(name: str) -> None:
    plain, put_together = engine(put_together=False), engine(put_together=True)

    for language in ("en", "ru", "en"):
        with override(language):
            for given in (GIVEN, GIVEN | {"people": []}):
                expected = plain.get_template(name).render(Context(given))
                assert put_together.get_template(name).render(Context(given)) == expected


def test_what_never_varies_is_one_text_with_all_around_it() -> None:
    (only,) = engine(put_together=True).get_template("same.html").nodelist

    assert isinstance(only, TextNode)


def test_a_bad_translation_is_not_missed_where_it_is_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("records.templates", "django.utils.translation"):
        monkeypatch.setattr(f"{module}.gettext", lambda _said: "%(nobody)s %d")

    said = engine(put_together=True).get_template("hidden.html").render(Context())

    assert said == "shown"


@pytest.mark.usefixtures("below_an_address")
def test_addresses_stand_below_that_of_the_site() -> None:
    put_together = engine(put_together=True)
    said = []
    for prefix in ("/", "/register/"):
        set_script_prefix(prefix)
        said.append(put_together.get_template("address.html").render(Context(GIVEN)))
        assert said[-1].startswith(
            reverse("home") + reverse("personnel:person-detail", args=["aliya"])
        )

    assert said[0] != said[1]
