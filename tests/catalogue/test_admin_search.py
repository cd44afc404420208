from typing import Any

import pytest
from django.contrib.admin import AdminSite
from django.test import RequestFactory

from catalogue.admin_search import IndexedSearchAdmin
from tests.catalogue.shelf import Author, Book, Pseudonym

pytestmark = pytest.mark.usefixtures("shelf")


class BookAdmin(IndexedSearchAdmin[Book]):
    search_through = ("author",)


class PseudonymAdmin(IndexedSearchAdmin[Pseudonym]):
    search_through = ("author",)


@pytest.fixture
def words(shelf: None) -> Book:
    author = Author.objects.create(name="Абай Кунанбаев")
    Pseudonym.objects.create(author=author, name="Ibrahim")
    other = Author.objects.create(name="Мұхтар Әуезов")
    Pseudonym.objects.create(author=other, name="Argyn")
    Book.objects.create(author=other, title="The path of Abai")
    return Book.objects.create(author=author, title="Words", is_public=False)


def search(admin: IndexedSearchAdmin[Any], text: str) -> set[str]:
    request = RequestFactory().get("/admin/")
    rows, may_have_duplicates = admin.get_search_results(
        request, admin.model._default_manager.all(), text
    )
    assert not may_have_duplicates
    return {str(row) for row in rows}


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("words", {"Words"}),
        ("WOR", {"Words"}),
        ("ibrahim", {"Words"}),
        ("words Ибрагим", set()),
        ("words ibrahim", {"Words"}),
        ("abai", {"Words", "The path of Abai"}),
        ("auezov path", {"The path of Abai"}),
        ("auezov words", set()),
        ("", {"Words", "The path of Abai"}),
        ("  ", {"Words", "The path of Abai"}),
        ("'\"%;*", set()),
        ("\x00😀", set()),
    ],
)
def test_rows_are_found_by_their_own_words_and_those_they_point_to(
    words: Book, text: str, titles: set[str]
) -> None:
    assert search(BookAdmin(Book, AdminSite()), text) == titles


def test_rows_without_documents_are_found_by_what_they_point_to(words: Book) -> None:
    admin = PseudonymAdmin(Pseudonym, AdminSite())

    assert search(admin, "абай") == {"Ibrahim"}
    assert search(admin, "pseudonym") == set()


def test_the_admin_may_offer_a_search_box_and_autocompletion() -> None:
    assert BookAdmin(Book, AdminSite()).get_search_fields(RequestFactory().get("/admin/"))


def test_a_wrong_name_in_search_through_is_reported(words: Book) -> None:
    class WrongAdmin(IndexedSearchAdmin[Book]):
        search_through = ("title",)

    with pytest.raises(TypeError, match="title is not a foreign key"):
        search(WrongAdmin(Book, AdminSite()), "words")
