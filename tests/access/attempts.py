"""Rows of one kind in every state, and all that can be sent to their addresses at the desk."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from editions.content import kind_of, versioned_models
from editions.models import Edition
from editions.publishing import change_set
from missions.models import Series
from missions.series_admin import mark_of
from records.models import Record, Versioned
from tests.accounts import client_of
from tests.editing import admin_address, values_of
from tests.factories import MissionFactory, PassageFactory, PersonFactory, cite, write_editions
from tests.test_factories import FACTORIES

Request = tuple[str, str, str, dict[str, Any]]
"""By which address, in which state the row is, the address itself and what is sent to it."""

Act = tuple[str, str, str]
"""By which address, in which state the row was, and what its edition says that was done."""

PAGES = ("changelist", "add", "deleted")
PAGES_OF_CHOSEN = ("withdraw_chosen", "move_chosen", "bring_back", "take_down")
"""Tried in `tests/kazbat`, as every role."""
PAGES_OF_A_ROW = ("change", "delete", "history", "compare")
PAGES_OF_A_RECORD = ("withdraw", "unpublish")
PAGES_OF_AN_EDITION = ("edition", "restore")

CRAFTED = {"_publish": "1", "state": "published", "withdrawn_reason": "No.", "_save": "Save"}
"""What a form does not have, or not for everybody."""

EDITIONS = {"one": "1", "other": "1"}

WORDS = {
    "source": "title", "passage": "quotation", "photo": "credit", "unit": "name_en",
    "rotation": "noun", "counted": "name_en", "organisation": "name_en", "measure": "name_en",
    "rank": "name_en", "role": "name_en",
}  # fmt: skip
"""A column that can be given any words, for each kind that has no `note_en`."""


class Attempts:
    """Everything that was sent is taken back again, so that everybody meets the same rows."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.model = versioned_models()[kind]
        self.is_record = issubclass(self.model, Record)
        self.boss = client_of(User.objects.create_superuser("boss"))
        self.client = Client()
        self.passage, self.person = PassageFactory.create(), PersonFactory.create()
        self.rows = dict(self._rows())
        self.done: set[Act] = set()

    @cached_property
    def requests(self) -> list[Request]:
        """The same for everybody: what stands in the forms of one who may do everything."""
        return list(self._requests())

    def by(self, client: Client) -> set[Act]:
        """What comes of it all when somebody sends it."""
        self.client, self.done = client, set()
        for request in self.requests:
            self._send(*request)
        return self.done

    def opened_by(self, client: Client, state: str) -> set[str]:
        """The pages of a row in this state that somebody gets to see."""
        row = self.rows[state]
        addresses = {page: admin_address(self.model, page) for page in PAGES}
        addresses |= {page: admin_address(self.model, page, row.pk) for page in self.pages}
        addresses |= {
            page: admin_address(self.model, page, row.pk, 1) for page in PAGES_OF_AN_EDITION
        }
        statuses = {
            page: client.get(address, EDITIONS if page == "compare" else {}).status_code
            for page, address in addresses.items()
        }
        assert set(statuses.values()) <= {200, 302, 403}, statuses
        return {page for page, status in statuses.items() if status == 200}

    @property
    def pages(self) -> tuple[str, ...]:
        return (*PAGES_OF_A_ROW, *(PAGES_OF_A_RECORD if self.is_record else ()))

    # --- The rows -------------------------------------------------------------------------------

    def _rows(self) -> Iterator[tuple[str, Versioned]]:
        for state in ("draft", "published", *(["withdrawn"] if self.is_record else [])):
            row = self._made(state)
            if self.is_record:
                cite(row)
            elif state == "published":
                use(row)
            write_editions(row)
            alter(row)
            write_editions(row)
            yield state, row
        gone = self._made("draft", "gone")
        write_editions(gone)
        number = gone.pk
        with change_set() as changes:
            changes.delete(gone)
        gone.pk = number
        yield "deleted", gone

    def _made(self, state: str, name: str = "") -> Any:
        values: dict[str, Any] = {}
        if self.is_record and state != "published":
            values[state] = True
        if self.kind == "measure":
            # Two of one slug would be one.
            values["slug"] = f"it-is-{name or state}"
        if self.kind == "jointdeployment":
            values |= {"people": [PersonFactory.create()], "missions": [MissionFactory.create()]}
        return FACTORIES[f"{self.model.__name__}Factory"].create(**values)

    # --- What is sent ---------------------------------------------------------------------------

    def _send(self, by: str, state: str, address: str, values: dict[str, Any]) -> None:
        last = Edition.objects.order_by("-pk").values_list("pk", flat=True)[0]
        with transaction.atomic():
            response = self.client.post(address, values)
            assert response.status_code < 500, address
            written = list(Edition.objects.filter(pk__gt=last))
            if written:
                transaction.set_rollback(True)
        for edition in written:
            assert edition.kind == self.kind
            # Of words no event says that they are public; readers see them all the same.
            was_seen = not self.is_record and (state, edition.event) == ("published", "saved")
            self.done.add((by, state, "changed" if was_seen else edition.event))

    def _requests(self) -> Iterator[Request]:
        for extra in ({}, CRAFTED):
            yield "add", "", admin_address(self.model, "add"), self._new() | extra
        for state, row in self.rows.items():
            for page in self.pages:
                sent = self._form(page, row.pk) | {"reason": "No.", "post": "yes"}
                if page == "change":
                    sent |= {WORDS.get(self.kind, "note_en"): "Changed."}
                    yield page, state, admin_address(self.model, page, row.pk), sent
                yield page, state, admin_address(self.model, page, row.pk), sent | CRAFTED
            newest = Edition.objects.of(kind_of(row), row.pk).count()
            for page in PAGES_OF_AN_EDITION:
                sent = {"newest": str(newest)} | CRAFTED
                yield page, state, admin_address(self.model, page, row.pk, newest - 1), sent
            yield "delete", state, admin_address(self.model, "changelist"), self._action(row)

    def _form(self, page: str, *arguments: Any) -> dict[str, Any]:
        """What stands in a form that is shown to one who may do everything."""
        response = self.boss.get(admin_address(self.model, page, *arguments))
        shown = BeautifulSoup(response.content.decode(), "html.parser")
        if not shown.select_one("#content form[method=post]"):
            return {}
        return {name: value for name, value in values_of(shown).items() if value is not None}

    def _new(self) -> dict[str, Any]:
        """A new row, filled in like the draft."""
        draft = self.rows["draft"]
        filled = self._form("change", draft.pk)
        own = {name: value for name, value in filled.items() if "-" not in name}
        if isinstance(draft, Series):
            # What its numbers change was shown before.
            own["looked_at"] = mark_of(draft.observations)
        return self._form("add") | own | {
            "source": str(self.passage.source_id), "person": str(self.person.pk),
            "slug": "quite-new", "name": "Quite new", "number": "99", "order": "99", "offset": "",
            "citations-TOTAL_FORMS": "1", "citations-0-passage": str(self.passage.pk),
            "citations-0-stance": "supports",
            WORDS.get(self.kind, "note_en"): "Quite new.",
        }  # fmt: skip

    def _action(self, row: Versioned) -> dict[str, Any]:
        sent = {"action": "delete_selected", "_selected_action": str(row.pk)}
        asked: Any = self.boss.post(admin_address(self.model, "changelist"), sent)
        context = getattr(asked, "context_data", None) or {}
        return sent | {"post": "yes", "editions_seen": context.get("editions_seen", "")} | CRAFTED


def use(word: Any) -> None:
    """Lets something public be said with a word, or rest on a passage."""
    if kind_of(word) == "passage":
        cite(FACTORIES["MissionFactory"].create(), passage=word)
        return
    relation = next(one for one in word._meta.related_objects
                    if issubclass(one.related_model, Record))  # fmt: skip
    name = relation.related_model.__name__.replace("Claim", "Figure")
    FACTORIES[f"{name}Factory"].create(**{relation.field.name: word})


def alter(row: Any) -> None:
    if isinstance(row, Record):
        cite(row)
        return
    column = WORDS[kind_of(row)]
    setattr(row, column, f"{getattr(row, column)} Altered.")
    row.save()
