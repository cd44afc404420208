"""The picture beside a link: drawn of what a page states, and of nothing that is hidden."""

from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from sources.card import HEIGHT, WIDTH, draw_card
from tests.factories import ClaimFactory, PassageFactory, cite
from tests.reading import read

pytestmark = pytest.mark.django_db


def ink_on(card: bytes) -> int:
    """How much of a card is not paper."""
    counts = Image.open(BytesIO(card)).convert("L").histogram()
    return WIDTH * HEIGHT - counts[255]


def test_a_record_names_its_card_and_the_card_shows_claim_and_sentence(client: Client) -> None:
    claim = ClaimFactory.create(slug="mines", text="They cleared mines.")
    alone = client.get("/claims/mines.png").content
    cite(claim, passage=PassageFactory.create(quotation="mines were cleared there by them"))

    (meta,) = read(client, "/claims/mines/").select('meta[property="og:image"]')
    response = client.get("/claims/mines.png")

    assert meta["content"] == "http://testserver/claims/mines.png"
    assert response["Content-Type"] == "image/png"
    assert Image.open(BytesIO(response.content)).size == (WIDTH, HEIGHT)
    assert ink_on(response.content) > ink_on(alone)


def test_of_what_is_not_public_there_is_no_card(client: Client) -> None:
    ClaimFactory.create(slug="draft", draft=True)
    ClaimFactory.create(slug="withdrawn", withdrawn=True)

    assert client.get("/claims/draft.png").status_code == 404
    assert client.get("/claims/withdrawn.png").status_code == 410


def test_a_card_has_room_for_any_length_and_script() -> None:
    long = draw_card("слово " * 300, "қазақ тілі ә ғ қ ң ө ұ ү һ і " * 40, "Source, " * 20)

    assert Image.open(BytesIO(long)).size == (WIDTH, HEIGHT)
    # Kazakh letters have shapes of their own, and are no boxes that look alike.
    assert draw_card("ә", "", "") != draw_card("ғ", "", "")
