"""What is done to several records at once: looked at first, then done to all of them or to none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from typing import Any, TypeVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from editions.content import kind_of, part_relations
from editions.models import Edition
from editions.publishing import Changes
from editions.rights import Right
from editions.rules import withdrawn_along
from records.admin_forms import ReasonField
from records.admin_input import is_number
from records.counting import capped_counts, in_words
from records.cursor import show_first_wrong
from records.hiding import Gone, hidden_with
from records.kinds import name_of_many
from records.languages import in_digits
from records.models import Record, Versioned, VisibleWith
from records.turns import take_turn

from .versioned import VersionedAdmin

RecordType = TypeVar("RecordType", bound=Record)

Allowed = Callable[[HttpRequest, Any], bool]
"""Whether somebody may do it to a record."""

MOST_CHOSEN = 2_500
"""Each takes some 15 ms to be checked and written, on SQLite nobody else saves meanwhile, and a
proxy gives up an answer after a minute (docs/performance.md)."""
MOST_SHOWN = 100
"""The page names so many of them, and counts the others."""
MOST_TOLD = 20
"""Of several records, so many have messages of their own."""
WRITTEN_AT_ONCE = 500

ROWS = "rows"
"""The boxes of the page, one for each record: its number, and that of the edition it shows. Those
that the page only counts stand in one hidden field, with spaces between them."""

NO_DRAFT_CHOSEN = _("None of what was chosen is a draft, and nothing was published.")
NOTHING_CHOSEN = _("No record was chosen, and nothing was done.")
CHANGED_SINCE = _("Somebody saved it since you opened this page. Look at it again.")


def named(row: VisibleWith) -> str:
    return _("%(kind)s “%(name)s”") % {"kind": row._meta.verbose_name, "name": row}


class Undone(Exception):  # noqa: N818 - no error: what was tried is taken back
    """Leaves a set of changes of which nothing is to stay."""


@dataclass
class Line:
    """One of the chosen records, as the page shows it."""

    row: Any
    edition: int
    name: str
    now: str = ""
    then: str = ""
    along: list[str] = field(default_factory=list)
    """What changes with it."""
    errors: list[str] = field(default_factory=list)

    @property
    def value(self) -> str:
        return f"{self.row.pk}:{self.edition}"

    @contextmanager
    def told(self) -> Iterator[None]:
        """Keeps what is wrong with it."""
        try:
            yield
        except ValidationError as error:
            self.errors += error.messages


@dataclass
class Shown:
    """The lines that a page names, what is wrong before all else, and the number of all."""

    lines: list[Line]
    others: list[Line]
    number: int

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Shown:
        in_order = sorted(lines, key=lambda line: not line.errors)
        return cls(in_order[:MOST_SHOWN], in_order[MOST_SHOWN:], len(in_order))

    @property
    def values_of_others(self) -> str:
        return " ".join(line.value for line in self.others)


def lines_of(rows: Iterable[Any]) -> list[Line]:
    found = list(rows)
    pairs = [(kind_of(type(row)), row.pk) for row in found]
    editions = Edition.objects.newest_of(pairs).values_list("kind", "record_id", "number")
    newest = {(kind, pk): number for kind, pk, number in editions}
    return [
        Line(row, newest.get(pair, 0), named(row)) for row, pair in zip(found, pairs, strict=True)
    ]


def mark_of(lines: Iterable[Line]) -> str:
    """What a page has shown: the rows of any kinds, each with its edition."""
    shown = sorted(f"{kind_of(type(line.row))}:{line.value}" for line in lines)
    return sha256(" ".join(shown).encode()).hexdigest()[:16]


def seen_in(request: HttpRequest) -> dict[int, int]:
    """The records whose boxes are ticked, with the editions that their editor saw."""
    seen: dict[int, int] = {}
    boxes = request.POST.getlist(ROWS)
    for value in (value for box in boxes for value in box.split(" ")):
        number, _colon, edition = value.partition(":")
        if not (is_number(number) and is_number(edition)):
            raise SuspiciousOperation("What was chosen is no row of the list.")
        seen[int(number)] = int(edition)
    if len(seen) > MOST_CHOSEN:
        raise SuspiciousOperation("More was chosen than the page offers.")
    return seen


def too_many() -> str:
    return _(
        "More than %(most)s records are chosen, which is more than can be done at once, and "
        "nothing was done. Narrow the list by its filters (by state, by mission, by source) or "
        "choose page by page, do it to those, and then to the next ones."
    ) % {"most": in_digits(MOST_CHOSEN)}


def counted(querysets: Any) -> list[tuple[str, str]]:
    """How many rows there are of each kind that has any, in words."""
    counts = capped_counts(querysets)
    return [(name_of_many(model), in_words(number)) for model, number in counts.items() if number]


def disappearing(gone: Gone) -> list[tuple[str, str]]:
    """How much else nobody sees any more."""
    return counted(hidden_with(gone))


def gone_with(rows: Iterable[Record]) -> tuple[dict[type[Record], set[int]], list[Record]]:
    """What leaves the public when these records do, and those of it that leave along with them."""
    gone: dict[type[Record], set[int]] = {}
    along: dict[tuple[type[Record], int], Record] = {}
    for row in rows:
        for one in (row, *withdrawn_along(row)):
            gone.setdefault(type(one), set()).add(one.pk)
            if one is not row:
                along[type(one), one.pk] = one
    return gone, list(along.values())


def loses_files(rows: Iterable[Record]) -> bool:
    return any(getattr(row, name) for row in rows for name in row.gone_when_withdrawn)


class WithdrawalForm(forms.Form):
    reason = ReasonField(
        label=_("Why they are withdrawn"),
        help_text=_("Everybody reads this at the address of each. Name no person here."),
    )


class ChosenRecordsAdmin(VersionedAdmin[RecordType]):
    """Publishes and withdraws together what is chosen in the list."""

    actions: Sequence[Any] = ("publish_chosen", "withdraw_chosen")

    def get_actions(self, request: HttpRequest) -> Any:
        """Records are never deleted in bulk."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.withdraw_chosen_view)
        return [
            path("withdraw-chosen/", view, name=self.named("withdraw_chosen")), *super().get_urls()
        ]  # fmt: skip

    def named(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def may_be_done(self, request: HttpRequest, rows: Any, is_allowed: Allowed) -> bool:
        """Whether no more are chosen than are done at once, all within reach; says so if not."""
        if rows.order_by()[: MOST_CHOSEN + 1].count() > MOST_CHOSEN:
            self.message_user(request, too_many(), messages.ERROR)
            return False
        if all(is_allowed(request, row) for row in rows):
            return True
        message = _("Some of these records you may not change, and nothing was done.")
        self.message_user(request, message, messages.ERROR)
        return False

    def has_publish_permission(self, request: HttpRequest, obj: RecordType | None = None) -> bool:
        may = Right.PUBLISH.is_held_by(request.user)
        return may and self.has_change_permission(request, obj)

    def has_withdraw_permission(self, request: HttpRequest, obj: RecordType | None = None) -> bool:
        """To withdraw it or take it back to draft: either takes it out of the public."""
        may = Right.WITHDRAW.is_held_by(request.user)
        return may and self.has_change_permission(request, obj)

    # --- Published together -----------------------------------------------------------------------

    @admin.action(description=_("Publish the chosen drafts"), permissions=["publish"])
    def publish_chosen(self, request: HttpRequest, rows: Any) -> None:
        """All of them or, if a rule is broken, none: what is wrong is said of each."""
        using = self.model._base_manager.db
        with transaction.atomic(using=using):
            # What is a draft is asked once nobody else saves: it may have been withdrawn meanwhile.
            take_turn(using)
            if not self.may_be_done(request, rows, self.has_publish_permission):
                return
            drafts = [row for row in rows if row.is_draft()]
            if not drafts:
                self.message_user(request, NO_DRAFT_CHOSEN, messages.WARNING)
                return
            lines = lines_of(drafts)
            if not self.done_to_all(
                request, lines, lambda changes, line: changes.publish(line.row)
            ):
                self._tell_why_not(request, [line for line in lines if line.errors])
                return
        told = ngettext(
            "%(number)s draft was published.", "%(number)s drafts were published.", len(drafts)
        )
        self.message_user(request, told % {"number": len(drafts)}, messages.SUCCESS)

    def _tell_why_not(self, request: HttpRequest, refused: list[Line]) -> None:
        for line in refused[:MOST_TOLD]:
            for error in line.errors:
                self.message_user(request, f"{line.row}: {error}", messages.ERROR)
        if others := len(refused[MOST_TOLD:]):
            told = ngettext(
                "%(number)s more cannot be published.",
                "%(number)s more cannot be published.",
                others,
            )
            self.message_user(request, told % {"number": in_digits(others)}, messages.ERROR)
        self.message_user(request, _("Nothing was published."), messages.ERROR)

    # --- Withdrawn together -----------------------------------------------------------------------

    @admin.action(description=_("Withdraw the chosen records"), permissions=["withdraw"])
    def withdraw_chosen(self, request: HttpRequest, rows: Any) -> HttpResponse | None:
        if not self.may_be_done(request, rows, self.has_withdraw_permission):
            return None
        return self._withdrawal_page(request, lines_of(rows), WithdrawalForm())

    def withdraw_chosen_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_withdraw_permission(request):
            raise PermissionDenied
        to_the_list = HttpResponseRedirect(reverse(f"admin:{self.named('changelist')}"))
        if request.method != "POST":
            return to_the_list
        form = WithdrawalForm(request.POST)
        with self.chosen(request, self.has_withdraw_permission) as lines:
            public = [line for line in lines if line.row.is_published]
            if not lines:
                self.message_user(request, NOTHING_CHOSEN, messages.WARNING)
                return to_the_list
            if form.is_valid() and not any(line.errors for line in lines):
                reason = form.cleaned_data["reason"]

                def withdraw(changes: Changes, line: Line) -> None:
                    changes.withdraw(line.row, reason)

                if self.done_to_all(request, public, withdraw, reason):
                    self._tell_withdrawn(request, [line.row for line in public])
                    return to_the_list
        return self._withdrawal_page(request, lines, form)

    def _withdrawal_page(
        self, request: HttpRequest, lines: list[Line], form: WithdrawalForm
    ) -> HttpResponse:
        public = [line for line in lines if line.row.is_published]
        show_first_wrong(form)
        gone, along = gone_with(line.row for line in public)
        context = self.admin_site.each_context(request) | {
            "title": _("Withdraw together"),
            "opts": self.opts,
            "address": reverse(f"admin:{self.named('withdraw_chosen')}"),
            "form": form,
            "shown": Shown.of(public),
            "left_alone": len(lines) - len(public),
            "along": [named(one) for one in along[:MOST_SHOWN]],
            "along_too": len(along[MOST_SHOWN:]),
            "disappearing": disappearing(gone),
            "loses_files": loses_files([*(line.row for line in public), *along]),
        }
        return TemplateResponse(request, "admin/editions/withdraw_chosen.html", context)

    def _tell_withdrawn(self, request: HttpRequest, rows: list[Any]) -> None:
        told = ngettext(
            "%(number)s record was withdrawn.", "%(number)s records were withdrawn.", len(rows)
        )
        self.message_user(request, told % {"number": len(rows)}, messages.SUCCESS)
        for row in rows[:MOST_TOLD]:
            self.after_retreat(request, row)

    def after_retreat(self, request: HttpRequest, row: Any) -> None:
        """What else an editor should know once a record is out of the public."""

    # --- What every such page does ----------------------------------------------------------------

    @contextmanager
    def chosen(self, request: HttpRequest, is_allowed: Allowed) -> Iterator[list[Line]]:
        """What was ticked; nobody else saves it until the block ends.

        What was saved since its editor saw it says so, and comes with its newest edition.
        """
        seen = seen_in(request)
        table = self.model._base_manager
        with transaction.atomic(using=table.db):
            take_turn(table.db)
            list(table.select_for_update(no_key=True).filter(pk__in=seen).order_by("pk"))
            rows = list(self.get_queryset(request).filter(pk__in=seen))
            if not all(is_allowed(request, row) for row in rows):
                raise PermissionDenied
            lines = lines_of(rows)
            for line in lines:
                if line.edition != seen[line.row.pk]:
                    line.errors.append(str(CHANGED_SINCE))
            if len(rows) < len(seen):
                self.message_user(
                    request, _("Some of what was chosen is not there any more."), messages.WARNING
                )
            yield lines

    def done_to_all(
        self,
        request: HttpRequest,
        lines: Sequence[Line],
        act: Callable[[Changes, Line], Any],
        why: str = "",
        *,
        is_tried: bool = False,
    ) -> bool:
        """Whether it was done to all, in one set of changes; or else each says what is wrong.

        What is only tried is taken back.
        """
        try:
            with self.changes(request, why) as changes:
                for batch in _batches(lines):
                    _do(changes, batch, act)
                if is_tried or any(line.errors for line in lines):
                    raise Undone
        except Undone:
            _read_anew(lines)
            return False
        return True


def _batches(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines of one kind: those of the next may be what these are seen with."""
    for _kind, alike in groupby(lines, key=lambda line: type(line.row)):
        same = list(alike)
        for start in range(0, len(same), WRITTEN_AT_ONCE):
            yield same[start : start + WRITTEN_AT_ONCE]


def _do(changes: Changes, lines: list[Line], act: Callable[[Changes, Line], Any]) -> None:
    """Does it to some, and writes their editions at once; what is wrong is said of each."""
    table: type[Versioned] = type(lines[0].row)
    links = (field.name for field in table._meta.many_to_many)
    prefetch_related_objects([line.row for line in lines], *part_relations(table), *links)
    done: list[tuple[Line, list[Versioned]]] = []
    for line in lines:
        with line.told(), transaction.atomic(using=changes.using), changes.gathering() as rows:
            act(changes, line)
            done.append((line, rows))
    try:
        with transaction.atomic(using=changes.using):
            changes.record([row for _line, rows in done for row in rows])
    except ValidationError:
        for line, rows in done:
            with line.told(), transaction.atomic(using=changes.using):
                changes.record(rows)


def _read_anew(lines: Sequence[Line]) -> None:
    """The rows at hand say what was tried."""
    for table in {type(line.row) for line in lines}:
        of_table = [line for line in lines if type(line.row) is table]
        rows = table._base_manager.in_bulk([line.row.pk for line in of_table])
        for line in of_table:
            line.row = rows[line.row.pk]
