"""A claim or a chart in a page of somebody else."""

from html import unescape

import pytest
from django.test import Client

from editions.publishing import change_set
from tests.factories import (
    ClaimFactory,
    FigureFactory,
    MissionFactory,
    SeriesFactory,
    cite,
)
from tests.reading import read, words

pytestmark = pytest.mark.django_db


def who_may_frame(client: Client, address: str, **headers: str) -> tuple[str, str | None]:
    response = client.get(address, headers=headers)
    policy = dict(
        one.strip().split(" ", 1) for one in response["Content-Security-Policy"].split(";")
    )
    # All else of the policy is that of every page.
    assert policy | {"frame-ancestors": "'none'"} == POLICY
    return policy["frame-ancestors"], response.get("X-Frame-Options")


POLICY = dict.fromkeys(
    ("script-src", "style-src", "font-src", "img-src", "connect-src", "form-action"), "'self'"
) | dict.fromkeys(("default-src", "frame-ancestors", "base-uri"), "'none'")
NOBODY = ("'none'", "DENY")


def test_an_embed_says_what_is_claimed_its_sentence_and_the_way_back(client: Client) -> None:
    claim = ClaimFactory.create(slug="ten", text="Ten rotations took place.")
    cite(claim, quotation="Ten rotations took place in the mission.")

    page = read(client, "/claims/ten/embed/")

    assert "“Ten rotations took place in the mission.”" in words(page)
    links = {words(link): link for link in page.select("a")}
    assert links["Ten rotations took place."]["href"] == "/claims/ten/"
    # Inside a frame, no page of the register could be shown.
    assert {link["target"] for link in links.values()} == {"_blank"}
    assert not page.select("form, script")


def test_an_embed_says_that_its_claim_is_disputed(client: Client) -> None:
    mission = MissionFactory.create()
    claim = FigureFactory.create(mission=mission, slug="one", value=270)
    assert "Disputed" not in words(read(client, "/claims/one/embed/"))

    FigureFactory.create(mission=mission, measure=claim.measure, value=290)

    assert "Disputed" in words(read(client, "/claims/one/embed/"))


def test_a_chart_can_be_embedded_too(client: Client) -> None:
    series = SeriesFactory.create(slug="strength")
    cite(series, quotation="120 in March 2019")

    page = read(client, "/series/strength/embed/")

    assert page.select("svg.step-chart")
    assert "“120 in March 2019”" in words(page)


def test_embeds_alone_may_be_framed(client: Client) -> None:
    # Called like what stands behind the address of an embed.
    MissionFactory.create(slug="embed")
    ClaimFactory.create(slug="embed")
    SeriesFactory.create(slug="strength")

    assert who_may_frame(client, "/claims/embed/embed/") == ("*", None)
    assert who_may_frame(client, "/series/strength/embed/") == ("*", None)
    for address in (
        "/", "/claims/", "/claims/embed/", "/missions/embed/", "/series/strength/",
        "/claims/none/embed/", "/missions/embed/embed/", "/embed/", "/admin/login/",
    ):  # fmt: skip
        assert who_may_frame(client, address) == NOBODY, address


def test_an_embed_that_is_kept_or_not_modified_may_be_framed(client: Client) -> None:
    ClaimFactory.create(slug="ten")
    etag = client.get("/claims/ten/embed/")["ETag"]

    assert who_may_frame(client, "/claims/ten/embed/") == ("*", None)
    known = client.get("/claims/ten/embed/", headers={"if-none-match": etag})
    assert known.status_code == 304
    assert who_may_frame(client, "/claims/ten/embed/", **{"if-none-match": etag}) == ("*", None)


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_public_is_embedded_for_nobody(
    client: Client, editor_client: Client, state: str
) -> None:
    ClaimFactory.create(slug="secret", **{state: True})
    ClaimFactory.create(slug="of-secret", mission=MissionFactory.create(**{state: True}))

    for slug in ("secret", "of-secret"):
        for reader in (client, editor_client):
            assert reader.get(f"/claims/{slug}/embed/").status_code == 404
            assert who_may_frame(reader, f"/claims/{slug}/embed/") == NOBODY


def test_the_code_to_copy_stands_on_the_page_of_a_claim(client: Client) -> None:
    ClaimFactory.create(slug="ten", text='Ten "rotations" & more.')

    page = read(client, "/claims/ten/")

    (code,) = page.select("#embed-code")
    assert code.get_text() == (
        '<iframe src="http://testserver/claims/ten/embed/" '
        'title="Ten &quot;rotations&quot; &amp; more." width="100%" height="260" loading="lazy">'
        "</iframe>"
    )
    assert unescape(code.get_text()).count('Ten "rotations" & more.') == 1
    assert not read(client, MissionFactory.create().get_absolute_url()).select("#embed-code")


def test_an_embed_of_a_claim_that_has_moved_leads_to_its_present_one(client: Client) -> None:
    claim = ClaimFactory.create(slug="before", text="A claim.")
    with change_set() as changes:
        changes.record([claim])
    claim.slug = "after"
    claim.save()

    response = client.get("/claims/before/embed/", follow=True)

    assert response.redirect_chain == [("/claims/after/embed/", 301)]
    assert b"A claim." in response.content
