import pytest
from django.core.management import call_command
from django.db import connection

from catalogue.models import Document
from catalogue.queries import find
from tests.catalogue.shelf import Author, Book, Pseudonym

pytestmark = pytest.mark.usefixtures("shelf")

CONTENT = (
    "kind",
    "object_id",
    "public",
    "address",
    "titles",
    "texts",
    "folded_title",
    "folded_text",
)


def content() -> set[str]:
    return {repr(row) for row in Document.objects.values_list(*CONTENT)}


@pytest.fixture
def library() -> Author:
    author = Author.objects.create(name="Abai Kunanbaiuly")
    Pseudonym.objects.create(author=author, name="Ibrahim")
    for title in ("Words", "Poems"):
        Book.objects.create(author=author, title=title)
    return author


def test_rebuilding_restores_lost_changed_and_stale_documents(library: Author) -> None:
    before = content()
    Document.objects.filter(titles__en="Words").delete()
    Document.objects.filter(kind="author").update(public=False, folded_title="nonsense")
    Document.objects.create(kind="book", object_id=999_999, folded_title="stale")
    Document.objects.create(kind="nosuchkind", object_id=1, folded_title="stale")

    call_command("rebuild_catalogue", verbosity=0)

    assert content() == before
    assert [document.title for document in find("ibrahim", limit=5)] == ["Abai Kunanbaiuly"]
    assert not find("stale", limit=5) + find("nonsense", limit=5)


def test_rebuilding_restores_rows_changed_behind_the_indexs_back(library: Author) -> None:
    Author.objects.update(name="Shakarim")
    Book.objects.filter(title="Poems")._raw_delete("default")

    call_command("rebuild_catalogue", verbosity=0)

    assert [document.title for document in find("shakarim", kinds=["author"], limit=5)]
    assert not find("poems", limit=5)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL computes its index itself")
def test_rebuilding_restores_the_full_text_index_itself(library: Author) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalogue_document_fts (catalogue_document_fts) VALUES ('delete-all')"
        )
    assert not find("abai", limit=5)

    call_command("rebuild_catalogue", verbosity=0)

    assert len(find("abai", limit=5)) == 3


def test_rebuilding_says_how_many_of_each_kind_and_can_be_repeated(
    library: Author, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("rebuild_catalogue")
    first, before = capsys.readouterr().out, content()
    call_command("rebuild_catalogue")

    assert "author: 1\n" in first
    assert "book: 2\n" in first
    assert "3 documents in all." in first
    assert capsys.readouterr().out == first
    assert content() == before


def test_rebuilding_reads_many_records_in_few_queries(
    library: Author, django_assert_max_num_queries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    Author.objects.bulk_create(Author(name=f"Writer {n}") for n in range(25))
    monkeypatch.setattr("catalogue.indexing.BATCH_SIZE", 10)

    call_command("rebuild_catalogue", verbosity=0)

    assert len(find("writer", limit=100)) == 25
