"""What an editor does with many records at once, and with a copy of one."""

import pytest
from django.test import Client

from missions.models import Claim, Mission
from tests.editing import Form, admin_address
from tests.factories import FigureFactory, MissionFactory, cite, write_editions
from tests.reading import read, words

pytestmark = pytest.mark.django_db


def publish(client: Client, *missions: Mission) -> str:
    """Chooses missions in their list and publishes them; what is said then."""
    address = admin_address(Mission, "changelist")
    chosen = {"action": "publish_chosen", "_selected_action": [one.pk for one in missions]}
    assert client.post(address, chosen).status_code == 302
    return words(read(client, address))


def test_drafts_are_published_together(editor_client: Client) -> None:
    one, other = MissionFactory.create_batch(2, draft=True)
    cite(one)
    cite(other)

    assert "2 drafts were published." in publish(editor_client, one, other)

    assert Mission.objects.published().count() == len([one, other])


def test_where_no_draft_is_chosen_the_desk_says_so(editor_client: Client) -> None:
    told = publish(editor_client, MissionFactory.create())

    assert "None of what was chosen is a draft, and nothing was published." in told


def test_of_drafts_that_may_not_all_be_published_none_is(editor_client: Client) -> None:
    one, other = MissionFactory.create_batch(2, draft=True)
    cite(one)

    told = publish(editor_client, one, other)

    assert f"{other.name}: What is published needs the sentence it rests on" in told
    assert "Nothing was published." in told
    assert not Mission.objects.published().exists()


def test_a_figure_is_entered_as_a_copy_of_the_one_before(editor_client: Client) -> None:
    claim = FigureFactory.create(slug="in-2005", period="2005", value=290)
    citation = cite(claim)
    write_editions(claim)
    form = Form.at(editor_client, admin_address(Claim, "change", claim.pk))
    form.values["_saveasnew"] = "Save as new"

    form.saved(slug="in-2006", period="2006", value="300")

    claim.refresh_from_db()
    copy = Claim.objects.exclude(pk=claim.pk).get()
    assert (claim.slug, claim.value) == ("in-2005", 290)
    assert (copy.slug, copy.value, copy.is_published) == ("in-2006", 300, False)
    assert copy.citations.get().passage == citation.passage
    assert claim.citations.get() == citation
