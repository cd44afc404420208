"""The article, written as CSV files and loaded, is what its fixtures make of it."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalogue.bits import moment
from catalogue.indexing import rebuild
from catalogue.models import Document
from editions.bulk.files import kinds
from editions.models import ChangeSet, Edition
from tests import csv_files
from tests.factories import together

pytestmark = pytest.mark.django_db

DOCUMENT = ("kind", "public", "address", "titles", "texts", "folded_title", "folded_text")


def register() -> dict[str, list[dict[str, Any]]]:
    return {
        kind: csv_files.rows_of(model, list(model._base_manager.order_by("pk")))
        for kind, model in kinds().items()
    }


@together()
def forget_all() -> None:
    Edition.objects.all().delete()
    ChangeSet.objects.all().delete()
    for model in reversed(kinds().values()):
        model._base_manager.all().delete()


@pytest.fixture
def files(article: None, tmp_path: Path) -> Path:
    csv_files.write_all(tmp_path)
    return tmp_path


def documents() -> list[tuple[Any, ...]]:
    return sorted(Document.objects.values_list(*DOCUMENT), key=str)


def said(contents: Any) -> Any:
    """Editions without the numbers of rows, which differ between two registers."""
    return sorted((e.kind, e.event, e.is_visible, e.address, e.number) for e in contents)


def test_the_article_comes_back_as_its_fixtures_make_it(files: Path) -> None:
    rows, found = register(), documents()
    editions, counts = said(Edition.objects.all()), ChangeSet.objects.get().counts
    forget_all()

    call_command("load_csv", str(files), verbosity=0)

    assert register() == rows
    assert documents() == found
    assert said(Edition.objects.all()) == editions
    assert ChangeSet.objects.get().counts == counts
    listed = Edition.objects.filter(is_listed=True)
    assert {f"{e.kind}:{e.event}" for e in listed} == set(counts)
    assert listed.count() == len(counts)


def test_each_row_says_what_its_edition_says(files: Path) -> None:
    forget_all()
    call_command("load_csv", str(files), verbosity=0)

    call_command("check_register", stdout=StringIO())


def test_a_rebuild_finds_nothing_to_mend(files: Path) -> None:
    forget_all()
    call_command("load_csv", str(files), verbosity=0)
    loaded = moment()

    rebuild("default")

    assert moment() == loaded


def test_the_same_files_again_change_nothing(files: Path) -> None:
    rows, editions = register(), Edition.objects.count()

    call_command("load_csv", str(files), verbosity=0)

    assert register() == rows
    assert Edition.objects.count() == editions
    assert ChangeSet.objects.count() == 1


def test_what_is_there_and_says_something_else_is_refused(files: Path) -> None:
    path = files / "person.csv"
    path.write_text(path.read_text("utf-8").replace("female", "male", 1), "utf-8")

    with pytest.raises(CommandError, match=r"person\.csv, row 2, gender: .*“female”, not “male”"):
        call_command("load_csv", str(files), verbosity=0)
