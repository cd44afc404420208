import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from catalogue import indexing
from catalogue.indexing import refresh_documents
from catalogue.models import Document
from catalogue.queries import find
from tests.catalogue.shelf import Author, Book, Pseudonym

pytestmark = pytest.mark.usefixtures("shelf")


def found(text: str) -> list[str]:
    return [document.title for document in find(text, limit=20)]


def test_a_saved_record_is_found_at_once() -> None:
    author = Author.objects.create(name="Abai Kunanbaiuly", name_ru="Абай Кунанбаев")

    document = Document.objects.get(kind="author", object_id=author.pk)

    assert document.titles == {
        "en": "Abai Kunanbaiuly",
        "kk": "Abai Kunanbaiuly",
        "ru": "Абай Кунанбаев",
    }
    assert document.address == f"/authors/{author.pk}/"
    assert found("kunanbaev") == ["Abai Kunanbaiuly"]


def test_a_changed_record_is_found_by_its_new_words_only() -> None:
    author = Author.objects.create(name="Abai")
    author.name = "Shakarim"
    author.save()

    assert found("shakarim") == ["Shakarim"]
    assert found("abai") == []


def test_a_deleted_record_is_not_found() -> None:
    author = Author.objects.create(name="Abai")
    Pseudonym.objects.create(author=author, name="Ibrahim")
    Book.objects.create(author=author, title="Words")

    author.delete()

    assert not Document.objects.exists()
    assert found("abai") == found("ibrahim") == found("words") == []


def test_records_deleted_together_are_not_found() -> None:
    author = Author.objects.create(name="Abai")
    for title in ("Words", "Poems"):
        Book.objects.create(author=author, title=title)

    Book.objects.all().delete()

    assert [document.kind for document in Document.objects.all()] == ["author"]


def test_documents_go_back_with_their_records() -> None:
    author = Author.objects.create(name="Abai")

    with transaction.atomic():
        Author.objects.create(name="Mukhtar")
        author.name = "Shakarim"
        author.save()
        transaction.set_rollback(True)

    assert found("mukhtar") == found("shakarim") == []
    assert found("abai") == ["Abai"]


@pytest.mark.django_db(transaction=True)
def test_a_record_whose_document_cannot_be_written_is_not_saved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError("The index is broken.")

    monkeypatch.setattr(indexing, "documents_of", fail)

    with pytest.raises(RuntimeError):
        Author.objects.create(name="Abai")
    assert not Author.objects.exists()


def test_a_name_finds_its_owner_until_it_is_deleted() -> None:
    author = Author.objects.create(name="Abai")
    name = Pseudonym.objects.create(author=author, name="Ибраһим")
    assert found("ibrahim") == ["Abai"]

    name.delete()
    assert found("ibrahim") == []


def test_a_change_reaches_the_documents_that_quote_it() -> None:
    author = Author.objects.create(name="Abai")
    Book.objects.create(author=author, title="Words")

    author.name = "Shakarim"
    author.save()

    assert found("words shakarim") == ["Words"]
    assert found("words abai") == []


def test_what_is_at_hand_but_not_saved_is_not_found() -> None:
    author = Author.objects.create(name="Abai")
    author.name = "Not saved"
    Pseudonym.objects.create(author=author, name="Ibrahim")

    assert found("ibrahim") == ["Abai"]


def test_a_withdrawn_record_is_hidden_from_the_public_search() -> None:
    book = Book.objects.create(author=Author.objects.create(name="Abai"), title="Words")
    assert find("words", limit=1)

    book.is_public = False
    book.save()

    assert not find("words", limit=1)


def test_a_record_without_a_page_has_no_address() -> None:
    Book.objects.create(author=Author.objects.create(name="Abai"), title="Words")

    assert Document.objects.get(kind="book").address == ""


def test_a_fixture_may_name_a_record_before_it_comes(tmp_path: Path) -> None:
    rows = [
        {"model": "shelf.book", "pk": 1, "fields": {"author": 7, "title": "Words"}},
        {"model": "shelf.pseudonym", "pk": 1, "fields": {"author": 7, "name": "Ibrahim"}},
        {"model": "shelf.author", "pk": 7, "fields": {"name": "Abai"}},
    ]
    fixture = tmp_path / "library.json"
    fixture.write_text(json.dumps(rows))

    call_command("loaddata", fixture, verbosity=0)

    assert found("words abai") == ["Words"]
    assert found("ibrahim") == ["Abai"]


def test_a_save_that_changes_nothing_writes_no_document(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    author = Author.objects.create(name="Abai")

    # Savepoints of the save and of the refresh (2 each), the row itself, and for the document: the
    # record, its pseudonyms, what is stored. No write.
    with django_assert_num_queries(8) as captured:
        author.save()
    assert not [query for query in captured if query["sql"].startswith(("INSERT", "DELETE"))]


def test_a_document_keeps_its_number_when_it_changes() -> None:
    author = Author.objects.create(name="Abai")
    before = Document.objects.get()
    author.name = "Shakarim"
    author.save()

    assert Document.objects.get() == before


def test_rows_written_in_bulk_can_be_indexed_by_hand() -> None:
    authors = Author.objects.bulk_create(Author(name=f"Writer {n}") for n in range(3))
    refresh_documents(Author, [author.pk for author in authors], using="default")
    assert len(found("writer")) == 3

    Author.objects.filter(pk=authors[0].pk).update(name="Poet")
    refresh_documents(Author, [authors[0].pk], using="default")
    assert found("poet") == ["Poet"]


def test_two_models_cannot_share_a_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(indexing.searchable_models, "author", Book)

    with pytest.raises(ImproperlyConfigured, match="Rename one of them"):
        indexing.follow(Author)


def test_a_text_too_long_for_an_index_entry_is_still_saved() -> None:
    letters = "bcdfgklmnp"
    words = (a + b + c + d + e for a in letters for b in letters for c in letters
             for d in letters for e in letters)  # fmt: skip
    text = " ".join(words)

    folded = indexing.folded_lines([text], indexing.MAX_FOLDED_TEXT)
    Document.objects.create(kind="book", object_id=1, folded_text=folded)

    assert len(text) > indexing.MAX_FOLDED_TEXT >= len(folded)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_of_two_names_added_at_once_both_are_found() -> None:
    author = Author.objects.create(name="Abai")
    both_added = Barrier(2)

    def add(name: str) -> None:
        try:
            with transaction.atomic():
                Pseudonym.objects.bulk_create([Pseudonym(author=author, name=name)])
                both_added.wait(10)
                refresh_documents(Author, [author.pk], using="default")
        finally:
            connection.close()

    try:
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(add, ["Ibrahim", "Shakarim"]))
        assert found("ibrahim") == found("shakarim") == ["Abai"]
    finally:
        Author.objects.all().delete()
