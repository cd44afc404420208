"""Files of photographs are on the disk as long as a record names them, and no longer."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from editions.models import Edition
from editions.publishing import change_set
from personnel.models import Person
from sources.models import Photo, Source
from tests.editing import Form, admin_address, messages_above, messages_at, to_withdraw
from tests.factories import (
    MissionFactory,
    PersonFactory,
    PhotoFactory,
    SourceFactory,
    cite,
    write_editions,
)
from tests.pictures import picture
from tests.reading import read, words

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def disk(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    return tmp_path


def files(disk: Path) -> list[str]:
    return sorted(str(path.relative_to(disk)) for path in disk.rglob("*") if path.is_file())


def a_photo(**values: Any) -> Photo:
    photo: Photo = PhotoFactory.create(
        file=picture(size=(1000, 500)), alternative_text="A square", **values
    )
    cite(photo)
    write_editions(photo)
    return photo


def to_change(client: Client, photo: Photo) -> Form:
    return Form.at(client, admin_address(Photo, "change", photo.pk))


def to_add(client: Client) -> Form:
    form = Form.at(client, admin_address(Photo, "add"))
    form.values |= {"source": str(SourceFactory.create().pk), "credit": "Gov.kz", "slug": "one"}
    form.values |= {"alternative_text_en": "A square"}
    return form


def test_a_picture_has_its_sizes_on_the_disk(disk: Path, editor_client: Client) -> None:
    form = to_add(editor_client)
    form.values["file"] = picture(size=(1000, 500), name=f"{'x' * 300}.exe")
    form.saved()

    name = str(Photo.objects.get().file.name)
    assert files(disk) == sorted([name, name.replace("photos/", "photos/640/")])


def test_a_file_that_is_replaced_leaves_the_disk_and_its_address(
    disk: Path, editor_client: Client
) -> None:
    photo = a_photo()
    addresses = [part.split()[0] for part in photo.file.srcset.split(", ")]
    former = files(disk)
    form = to_change(editor_client, photo)
    form.values["file"] = picture(size=(300, 200))
    form.saved()

    photo.refresh_from_db()
    assert files(disk) == [photo.file.name]
    assert not set(former) & set(files(disk))
    for address in addresses:
        assert editor_client.get(address).status_code == 404


def test_a_file_that_is_cleared_leaves_the_disk(disk: Path, editor_client: Client) -> None:
    to_change(editor_client, a_photo()).saved(**{"file-clear": "on"})

    assert files(disk) == []


def test_a_deleted_draft_takes_its_file_along(disk: Path, editor_client: Client) -> None:
    photo = a_photo(draft=True)
    Form.at(editor_client, admin_address(Photo, "delete", photo.pk)).saved()

    assert not Photo.objects.exists()
    assert files(disk) == []


def test_a_record_that_is_saved_again_keeps_its_file(disk: Path, editor_client: Client) -> None:
    photo = a_photo()
    before = files(disk)
    to_change(editor_client, photo).saved(credit="Another")

    assert Photo.objects.get().credit == "Another"
    assert files(disk) == before


# --- Withdrawn ---------------------------------------------------------------------------------


def test_a_withdrawn_photograph_leaves_pages_addresses_and_the_disk(
    disk: Path, editor_client: Client, client: Client
) -> None:
    photo = a_photo()
    write_editions(photo.source)
    addresses = [part.split()[0] for part in photo.file.srcset.split(", ")]
    form = to_withdraw(editor_client, photo)
    assert "deleted and cannot be brought back" in words(form.page)
    form.saved(reason="A mistake.")

    assert files(disk) == []
    for someone in (client, editor_client):
        for address in addresses:
            assert someone.get(address).status_code == 404
    assert not read(client, photo.source.get_absolute_url()).select("img")


def test_former_editions_of_it_are_still_read(editor_client: Client, client: Client) -> None:
    photo = a_photo(credit="Somebody at the gate")
    write_editions(photo.source)
    before = f"{photo.source.get_absolute_url()}?edition=1"
    assert "Somebody at the gate" in words(read(client, before))
    form = to_change(editor_client, photo)
    form.values["file"] = picture(size=(300, 200))
    form.saved()

    assert "Somebody at the gate" in words(read(client, before))
    assert not read(client, before).select("main img")
    history = read(editor_client, admin_address(Photo, "edition", photo.pk, 1))
    assert "Somebody at the gate" in words(history)


def test_restoring_an_edition_brings_back_no_file_that_is_gone(
    disk: Path, editor_client: Client
) -> None:
    photo = a_photo(credit="First")
    form = to_change(editor_client, photo)
    form.values["file"] = picture(size=(300, 200))
    form.saved(credit="Second")
    now = files(disk)
    page = Form.at(editor_client, admin_address(Photo, "restore", photo.pk, 1))
    assert "File" not in words(page.page)
    page.saved()

    photo = Photo.objects.get()
    assert photo.credit == "First"
    assert files(disk) == now == [photo.file.name]


def test_a_deleted_draft_is_restored_without_its_file(disk: Path) -> None:
    photo = a_photo(draft=True)
    with change_set() as changes:
        changes.delete(photo)
    with change_set() as changes:
        changes.restore(Edition.objects.filter(kind="photo").latest("number"), Photo)

    assert Photo.objects.get().file.name == ""


def test_the_portrait_of_a_withdrawn_person_is_gone_with_them(
    disk: Path, editor_client: Client, client: Client
) -> None:
    photo = a_photo()
    person = PersonFactory.create(photo=photo)
    mission = MissionFactory.create(photo=photo)
    cite(person)
    write_editions(person, mission)
    form = to_withdraw(editor_client, person)
    assert "A photographer" in words(form.page)
    assert "deleted and cannot be brought back" in words(form.page)
    form.saved(reason="She asked for it.")

    photo.refresh_from_db()
    assert (photo.state, photo.withdrawn_reason) == ("withdrawn", "She asked for it.")
    assert files(disk) == []
    for page in (mission, photo.source):
        assert not read(client, page.get_absolute_url()).select("img")


def test_it_stays_away_as_long_as_the_person_does(editor_client: Client) -> None:
    photo = a_photo()
    person = PersonFactory.create(photo=photo)
    cite(person)
    write_editions(person)
    with change_set() as changes:
        changes.withdraw(person, "She asked for it.")
    form = to_change(editor_client, photo)
    form.values["file"] = picture()
    assert "keeps no file" in messages_at(form.refused(), "file")
    form.values["file"] = picture()
    page = form.refused(publish=True)
    assert "withdrawn with a person" in messages_above(page)

    person = Person.objects.get()
    person.photo = a_photo()
    person.save()
    with pytest.raises(ValidationError, match="must be withdrawn too"), change_set() as changes:
        changes.save(person)


def test_the_portrait_of_a_person_taken_back_is_a_draft_again(disk: Path) -> None:
    photo = a_photo()
    person = PersonFactory.create(photo=photo)
    cite(person)
    write_editions(person)
    with change_set() as changes:
        changes.unpublish(person)

    assert Photo.objects.get().state == "draft"
    # It may be published again, and so keeps its file.
    assert len(files(disk)) == 2


# --- What fails --------------------------------------------------------------------------------


def test_a_form_that_is_refused_leaves_nothing(disk: Path, editor_client: Client) -> None:
    # The rules of publication are asked once the row is saved.
    form = to_add(editor_client)
    form.values["file"] = picture()
    form.refused(publish=True)

    assert not Photo.objects.exists()
    assert files(disk) == []


def test_what_is_undone_removes_what_it_wrote_and_nothing_else(disk: Path) -> None:
    photo = a_photo()
    before = files(disk)

    def fail() -> None:
        with change_set() as changes:
            photo.file = picture(size=(300, 200))
            photo.save()
            changes.withdraw(photo, "A mistake.")
            a_photo()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert files(disk) == before
    assert Photo.objects.get().file.name in before


def test_nothing_is_removed_before_the_transaction_is_through(disk: Path) -> None:
    photo = a_photo()
    before = files(disk)
    with transaction.atomic():
        with change_set() as changes:
            changes.withdraw(photo, "A mistake.")
        assert files(disk) == before

    assert files(disk) == []


def test_a_row_that_the_database_refuses_leaves_no_file(disk: Path) -> None:
    photo = a_photo()
    before = files(disk)
    twin = PhotoFactory.build(
        source=photo.source, slug=photo.slug, file=picture(), alternative_text="A square"
    )
    with pytest.raises(Exception, match=r"(?i)unique"):
        twin.save()

    assert files(disk) == before


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def save(self: FileSystemStorage, name: str, content: Any, **_more: Any) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(FileSystemStorage, "save", save)


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_told_at_the_field_and_nothing_is_left(
    disk: Path, editor_client: Client
) -> None:
    form = to_add(editor_client)
    form.values["file"] = picture()
    page = form.refused()

    assert "the disk is full or cannot be written to" in messages_at(page, "file")
    assert page.select_one("input[name=credit][value='Gov.kz']")
    assert not Photo.objects.exists()
    assert files(disk) == []


def test_a_disk_that_is_only_read_is_told_too(disk: Path, editor_client: Client) -> None:
    # Whoever runs the tests may write where nobody else may; a file where a folder must be may not.
    (disk / "photos").write_text("")
    form = to_add(editor_client)
    form.values["file"] = picture()
    page = form.refused()

    assert "cannot be written to" in messages_at(page, "file")


def test_a_file_that_is_lost_does_not_break_its_pages(
    disk: Path, editor_client: Client, client: Client
) -> None:
    photo = a_photo()
    (disk / str(photo.file.name)).unlink()

    assert client.get(photo.file.url).status_code == 404
    read(client, photo.source.get_absolute_url())
    read(editor_client, admin_address(Photo, "change", photo.pk))
    page = to_change(editor_client, photo).refused(credit="Another")
    assert "Choose it again, or clear it" in messages_at(page, "file")
    to_change(editor_client, photo).saved(**{"credit": "Another", "file-clear": "on"})
    assert files(disk) == []


def test_a_file_that_cannot_be_removed_fails_no_save(
    disk: Path, editor_client: Client, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    photo = a_photo()

    def delete(self: FileSystemStorage, name: str) -> None:
        raise PermissionError(name)

    with monkeypatch.context() as patch:
        patch.setattr(FileSystemStorage, "delete", delete)
        to_change(editor_client, photo).saved(**{"file-clear": "on"})

    assert Photo.objects.get().file.name == ""
    assert "could not be removed" in caplog.text
    assert len(files(disk)) == 2


# --- What is loaded ----------------------------------------------------------------------------


def load(folder: Path, photo: Photo, **changed: Any) -> None:
    fixture = folder / "loaded.json"
    fields = {"slug": photo.slug, "source": [photo.source.slug], "credit": "Gov.kz",
              "alternative_text_en": "A square", "state": "draft"} | changed  # fmt: skip
    fixture.write_text(json.dumps([{"model": "sources.photo", "fields": fields}]))
    call_command("loaddata", str(fixture), verbosity=0)


def with_exif(disk: Path, photo: Photo) -> str:
    name = str(photo.file.name)
    (disk / name).write_bytes(picture(size=(1000, 500), comment=b"Sergeant Nobody").read())
    return name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("photos/somebody.jpg", "Only the register itself names files"),
        ("../../etc/passwd", "Only the register itself names files"),
        (f"photos/{'0' * 32}-40x20.jpg", "cannot be found"),
        (with_exif, "not written by the register"),
    ],
)
def test_a_fixture_names_only_files_that_the_register_wrote(
    disk: Path, tmp_path_factory: pytest.TempPathFactory, name: Any, said: str
) -> None:
    photo = a_photo()
    before = files(disk)
    name = name if isinstance(name, str) else name(disk, photo)
    with pytest.raises(CommandError, match=said):
        load(tmp_path_factory.mktemp("fixtures"), photo, file=name)

    assert files(disk) == before


def test_a_fixture_that_takes_a_file_from_its_record_takes_it_from_the_disk(
    disk: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("fixtures")
    photo = a_photo(draft=True)
    load(folder, photo, file=photo.file.name)
    assert len(files(disk)) == 2
    load(folder, photo, file="")

    assert files(disk) == []


# --- The command -------------------------------------------------------------------------------


def test_what_a_killed_save_left_is_found_and_removed(disk: Path, capsys: Any) -> None:
    photo = a_photo()
    kept = files(disk)
    call_command("check_photos")
    left = disk / "photos" / "640" / f"{'0' * 32}-1000x500.jpg"
    left.write_bytes(b"left")
    call_command("check_photos")  # It may be of a save that is under way.
    os.utime(left, (0, 0))
    with pytest.raises(CommandError):
        call_command("check_photos")
    assert f"photos/640/{left.name}" in capsys.readouterr().out
    call_command("check_photos", "--remove")

    assert files(disk) == kept
    (disk / str(photo.file.name)).unlink()
    with pytest.raises(CommandError):
        call_command("check_photos")
    assert photo.slug in capsys.readouterr().out


def test_a_withdrawn_source_shows_no_photograph(client: Client) -> None:
    photo = a_photo()
    with change_set() as changes:
        changes.withdraw(Source.objects.get(pk=photo.source_id), "A mistake.")

    assert client.get(photo.file.url).status_code == 404
