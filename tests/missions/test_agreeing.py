"""Sources that agree are evidence for one claim."""

from typing import Any

import pytest
from django.test import Client

from missions.models import Claim, Nature
from tests.editing import Form, admin_address, messages_above
from tests.factories import (
    FigureFactory,
    MeasureFactory,
    MissionFactory,
    PassageFactory,
    cite,
    write_editions,
)
from tests.reading import main_part, read, words

pytestmark = pytest.mark.django_db


def stated(**values: Any) -> Claim:
    """290 people served in Iraq in 2005, as one source says."""
    claim: Claim = FigureFactory.create(
        slug="two-hundred-ninety", text="290 people served.", value=290, period="2005", **values
    )
    claim.missions.add(MissionFactory.create(slug="iraq", name="Iraq"))
    cite(claim, quotation="290 people served")
    write_editions(claim)
    return claim


def typed_again(claim: Claim, **values: Any) -> dict[str, Any]:
    """What an editor enters who does not know that it is there."""
    other = PassageFactory.create(quotation="the 290 who served in 2005")
    return {
        "kind": "figure", "text_en": "In 2005, 290 served.", "slug": "served-in-2005",
        "missions": [str(one.pk) for one in claim.missions.all()],
        "measure": str(claim.measure_id), "comparator": "=", "value": "290", "period": "2005",
        "citations-0-passage": str(other.pk),
    } | values  # fmt: skip


def to_add(client: Client) -> Form:
    return Form.at(client, admin_address(Claim, "add"))


def test_a_source_that_says_the_same_becomes_evidence(editor_client: Client) -> None:
    claim = stated()
    form, typed = to_add(editor_client), typed_again(claim)

    page = form.refused(**typed)

    assert "this is stated already" in messages_above(page)
    assert not page.select(".errornote"), "nothing is wrong"
    notice = page.select_one("[aria-labelledby=same-heading]")
    assert notice
    assert notice.select_one(f'a[href$="/claim/{claim.pk}/change/"]')
    assert page.select_one("[name=slug][value=served-in-2005]"), "what was typed is there"
    form.values["_same"] = str(claim.pk)
    form.saved(**typed)
    assert Claim.objects.get() == claim
    assert {str(one.passage.quotation) for one in claim.citations.all()} == {
        "290 people served", "the 290 who served in 2005",
    }  # fmt: skip
    shown = words(main_part(read(editor_client, claim.get_absolute_url())))
    assert "Two sources say so." in shown


def test_whoever_goes_on_adding_gets_the_next_empty_form(editor_client: Client) -> None:
    claim = stated()
    sent = to_add(editor_client).values | typed_again(claim)
    sent |= {"_same": str(claim.pk), "_addanother": "1"}
    sent = {name: value for name, value in sent.items() if value is not None}

    answer = editor_client.post(admin_address(Claim, "add"), sent, follow=True)

    address, _status = answer.redirect_chain[-1]
    assert address.startswith(admin_address(Claim, "add"))
    again = Form.at(editor_client, address)
    assert again.values["missions"] == [str(one.pk) for one in claim.missions.all()]
    assert not again.values["value"]
    assert "1 citation was added to the claim “290 people served.”" in answer.content.decode()


def test_whatever_was_written_for_it_is_told(editor_client: Client) -> None:
    claim = stated()
    further = {"note_en": "As the ministry counts.", "attributed_to_en": "the ministry",
               "period_words": "that year"}  # fmt: skip
    sent = to_add(editor_client).values | typed_again(claim, **further)
    sent = {name: value for name, value in sent.items() if value is not None}

    answer = editor_client.post(
        admin_address(Claim, "add"), sent | {"_same": str(claim.pk)}, follow=True
    )

    told = answer.content.decode()
    assert "“In 2005, 290 served. · the ministry · As the ministry counts. · that year”" in told


@pytest.mark.parametrize("nature", [Nature.PERIOD, Nature.RUNNING])
def test_so_does_one_of_a_figure_without_a_date(editor_client: Client, nature: Nature) -> None:
    claim = stated(measure=MeasureFactory.create(nature=nature))
    claim.period = None
    claim.save()

    page = to_add(editor_client).refused(**typed_again(claim, period=""))

    assert "this is stated already" in messages_above(page)


def test_it_can_be_saved_as_a_claim_of_its_own(editor_client: Client) -> None:
    claim = stated()
    form, typed = to_add(editor_client), typed_again(claim)
    form.refused(**typed)

    form.values["_same"] = "own"
    form.saved(**typed)

    assert Claim.objects.count() == 2


@pytest.mark.parametrize(
    "otherwise",
    [
        {"comparator": "", "value": "290+"},
        {"period": "2006"},
        {"period": ""},
        {"missions": []},
        {"host_en": "Ruritania"},
        {"planned": "on"},
        {"value": "300"},
    ],
)
def test_what_differs_is_a_claim_of_its_own(
    editor_client: Client, otherwise: dict[str, Any]
) -> None:
    to_add(editor_client).saved(**typed_again(stated(), **otherwise))


def test_nothing_is_cited_for_a_claim_that_says_something_else(editor_client: Client) -> None:
    claim = stated()
    form, typed = to_add(editor_client), typed_again(claim, value="300")
    form.values["_same"] = str(claim.pk)

    form.saved(**typed)

    assert claim.citations.count() == 1
    assert Claim.objects.count() == 2


def test_what_two_sources_say_of_their_own_days_is_not_the_same(editor_client: Client) -> None:
    claim = stated()
    Claim.objects.update(period="", as_of_source=True)

    to_add(editor_client).saved(**typed_again(claim, period="", as_of_source="on"))


def test_what_is_wrong_with_the_citation_is_said_before_it_is_added(editor_client: Client) -> None:
    claim = stated()
    form, typed = to_add(editor_client), typed_again(claim)
    form.values["_same"] = str(claim.pk)

    page = form.refused(**typed | {"citations-0-stance": "differs"})

    assert "Say what the passage says instead." in words(page)
    assert claim.citations.count() == 1


def test_two_passages_of_one_source_are_one_source_that_says_so(client: Client) -> None:
    claim = stated()
    source = claim.citations.get().passage.source
    cite(claim, passage=PassageFactory.create(source=source, quotation="all 290"))
    cite(claim, stance="differs", says="300", quotation="the 300 who served")

    assert "sources say so" not in words(main_part(read(client, claim.get_absolute_url())))
