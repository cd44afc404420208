import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from catalogue.models import Document
from catalogue.queries import find
from tests.catalogue.shelf import make_document


@pytest.mark.django_db
def test_the_index_follows_rows_written_without_the_app() -> None:
    """On SQLite a migration that alters the table drops the triggers; it must make them anew."""
    document = make_document("Iraq")
    Document.objects.filter(pk=document.pk).update(folded_title="lebanon")

    assert find("lebanon", limit=1) == [document]
    assert not find("iraq", limit=1)
    Document.objects.all().delete()
    assert not find("lebanon", limit=1)


@pytest.mark.django_db(transaction=True)
def test_the_index_can_be_removed_and_made_again_over_existing_rows() -> None:
    document = make_document("Iraq")
    try:
        MigrationExecutor(connection).migrate([("catalogue", "0001_initial")])
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes("catalogue"))

    assert find("iraq", limit=1) == [document]
