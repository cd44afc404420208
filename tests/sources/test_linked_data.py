"""What pages say in the terms of schema.org, read by a processor of linked data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import Tag
from django.test import Client
from rdflib import RDF, SDO, Graph, Literal, URIRef

from tests.browser.pages import PAGES
from tests.factories import (
    MissionFactory,
    PassageFactory,
    PersonFactory,
    SourceFactory,
    UnitFactory,
    cite,
)
from tests.reading import read

pytestmark = [
    pytest.mark.django_db,
    # The reader of linked data asks for a class that its own package calls old.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

CONTEXT = {"@vocab": "https://schema.org/", "id": "@id", "type": "@type"}
"""In place of the one that schema.org serves: no test asks the network."""

OF_CREATIVE_WORKS = {
    "text", "inLanguage", "isBasedOn", "publisher", "datePublished", "creditText", "hasPart",
    "about", "temporalCoverage", "license", "isAccessibleForFree", "creator", "mainEntity",
}  # fmt: skip
OF_THINGS = {
    "name", "alternateName", "description", "url", "subjectOf", "mainEntityOfPage",
    "potentialAction",
}  # fmt: skip
PROPERTIES = {
    "Thing": set[str](),
    "Claim": OF_CREATIVE_WORKS | {"appearance"},
    "CreativeWork": OF_CREATIVE_WORKS,
    "Quotation": OF_CREATIVE_WORKS,
    "CollectionPage": OF_CREATIVE_WORKS,
    "Dataset": OF_CREATIVE_WORKS,
    "WebSite": OF_CREATIVE_WORKS,
    "Event": {"location", "superEvent"},
    "Organization": {"foundingDate", "parentOrganization", "subOrganization"},
    "Person": {"gender"},
    "Place": set(),
    "Country": set(),
    "ItemList": {"itemListElement"},
    "ListItem": {"position"},
    "SearchAction": {"target", "query-input"},
}
"""The types that pages use, each with those of its properties that they use."""

TYPES = {
    "home": {"WebSite", "Dataset"},
    "mission": {"Event"},
    "rotation": {"Event"},
    "claim": {"Claim"},
    "unit": {"Organization"},
    "person": {"Person"},
    "joint-deployment": {"Claim"},
    "source": {"CreativeWork"},
    "missions": {"CollectionPage"},
    "rotations": {"CollectionPage"},
    "claims": {"CollectionPage"},
    "units": {"CollectionPage"},
    "personnel": {"CollectionPage"},
    "sources": {"CollectionPage"},
}


def data_of(page: Tag) -> dict[str, Any]:
    (script,) = page.select('head script[type="application/ld+json"]')
    found: dict[str, Any] = json.loads(script.get_text())
    assert found["@context"] == "https://schema.org"
    return found


def graph_of(data: dict[str, Any]) -> Graph:
    return Graph().parse(data=json.dumps(data | {"@context": CONTEXT}), format="json-ld")


def items(value: Any) -> Iterator[dict[str, Any]]:
    """Everything that has a type."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from items(one)


@pytest.fixture(params=TYPES)
def name(request: pytest.FixtureRequest, article: None) -> str:
    return str(request.param)


def test_a_page_says_what_it_is_about(client: Client, name: str) -> None:
    data = data_of(read(client, PAGES[name]))

    assert {one["@type"] for one in data.get("@graph", [data])} == TYPES[name]


def test_all_terms_are_those_of_schema_org(client: Client, name: str) -> None:
    data = data_of(read(client, PAGES[name]))
    graph = graph_of(data)

    types = set(graph.objects(None, RDF.type))
    # The last belongs to schema.org's way of describing a search, and is no term of its own.
    others = {RDF.type, URIRef("https://schema.org/query-input")}
    properties = set(graph.predicates()) - others
    assert types
    assert properties
    known = {f"https://schema.org/{term}" for term in SDO.__annotations__}
    assert {str(term) for term in types | properties} <= known


def test_all_properties_belong_to_their_type(client: Client, name: str) -> None:
    data = data_of(read(client, PAGES[name]))

    found = list(items(data))
    misplaced = {
        (one["@type"], key)
        for one in found
        for key in one
        if not key.startswith("@") and key not in PROPERTIES[one["@type"]] | OF_THINGS
    }
    assert found
    assert misplaced == set()


def test_nothing_is_said_empty(client: Client, name: str) -> None:
    for one in items(data_of(read(client, PAGES[name]))):
        assert all(value not in ("", None, [], {}) for value in one.values())


def test_a_claim_appears_in_its_sentence(client: Client) -> None:
    source = SourceFactory.create(title="A report", url="https://example.org/report")
    passage = PassageFactory.create(source=source, quotation="It was in Iraq.")
    mission = MissionFactory.create()
    claim = mission.claims.create(
        slug="a-claim", text="It was so.", kind="event", state="published"
    )
    cite(claim, passage=passage)

    graph = graph_of(data_of(read(client, claim.get_absolute_url())))

    (subject,) = graph.subjects(RDF.type, SDO.Claim)
    (quotation,) = graph.objects(subject, SDO.appearance)
    assert graph.value(quotation, SDO.text) == Literal("It was in Iraq.")
    (work,) = graph.objects(quotation, SDO.isBasedOn)
    assert graph.value(work, SDO.name) == Literal("A report")


def test_of_a_person_only_what_is_stated_is_said(client: Client) -> None:
    person = PersonFactory.create(display_name="Aliya", gender="")

    assert set(data_of(read(client, person.get_absolute_url()))) == {
        "@context", "@type", "name", "url",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("established", "date"),
    [("2000", "2000"), ("2000-01-31", "2000-01-31"), ("2000~", None), ("200X", None), ("", None)],
)
def test_only_a_date_that_means_the_same_is_given(
    client: Client, established: str, date: str | None
) -> None:
    unit = UnitFactory.create(established=established)

    assert data_of(read(client, unit.get_absolute_url())).get("foundingDate") == date


def test_the_years_of_taking_part_are_not_those_of_the_mission(client: Client) -> None:
    mission = MissionFactory.create(period="2003/2008")

    assert "2003" not in json.dumps(data_of(read(client, mission.get_absolute_url())))


def test_nothing_in_it_can_leave_the_script(client: Client) -> None:
    name = "</script><script>alert('1 & 2')</script><!--"
    mission = MissionFactory.create(name=name)

    response = client.get(mission.get_absolute_url())
    page = read(client, mission.get_absolute_url())

    assert "<script>alert" not in response.content.decode()
    assert data_of(page)["name"] == name
