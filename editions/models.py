"""What the register said, and when: one row for each version of each record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records.constraints import one_of

from .rights import Right


class Event(models.TextChoices):
    """What happened to a row. Readers learn of all but the first and the last."""

    SAVED = "saved", _("saved")
    PUBLISHED = "published", _("published")
    CHANGED = "changed", _("changed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    UNPUBLISHED = "unpublished", _("taken back to draft")
    DELETED = "deleted", _("deleted")


IN_PUBLIC = (Event.PUBLISHED, Event.CHANGED)
"""After these events the record itself is published."""
OUT_OF_PUBLIC = (Event.WITHDRAWN, Event.UNPUBLISHED)
"""With these events a published record stops being so: what it said before stays hidden."""


class ContentEncoder(DjangoJSONEncoder):
    """Letters stay letters: Cyrillic escaped would take three times the room."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"ensure_ascii": False})


class ChangeSet(models.Model):
    """What was done at once: one save of a form, one import, one fixture."""

    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    why = models.CharField(
        _("why it was changed"), max_length=300, blank=True, help_text=_("For editors only.")
    )
    origin = models.CharField(_("where it came from"), max_length=200, blank=True)
    """Empty for the admin; else the file or the program that brought it."""
    counts = models.JSONField(default=dict)
    """How many editions that readers could see it holds, by "kind:event"."""

    class Meta:
        default_permissions = ()
        verbose_name = _("set of changes")
        verbose_name_plural = _("sets of changes")

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M}"

    def count(self, kind: str, event: str) -> bool:
        """Counts an edition that readers can see; whether it is the first of its kind and event."""
        key = f"{kind}:{event}"
        self.counts[key] = self.counts.get(key, 0) + 1
        return bool(self.counts[key] == 1)


class EditionQuerySet(models.QuerySet["Edition"]):
    def of(self, kind: str, record_id: int) -> Self:
        return self.filter(kind=kind, record_id=record_id)

    def of_owner(self, kind: str, record_id: int) -> Self:
        """Of a record and of its parts that are records too: ranks, rotations, photos."""
        return self.filter(owner_kind=kind, owner_id=record_id)

    def newest_of(self, pairs: Iterable[tuple[str, int]]) -> Self:
        """The newest edition of each of the records, named by (kind, number)."""
        wanted: dict[str, set[int]] = {}
        for kind, record_id in pairs:
            wanted.setdefault(kind, set()).add(record_id)
        if not wanted:
            return self.none()
        condition = Q()
        for kind, ids in wanted.items():
            condition |= Q(kind=kind, record_id__in=ids)
        return self.filter(condition, pk=self._newest_of_same())

    def as_of(self, moment: datetime) -> Self:
        """The newest edition of each record at a moment."""
        same = self.model._base_manager.filter(
            kind=OuterRef("kind"), record_id=OuterRef("record_id"), change_set__at__lte=moment
        )
        return self.filter(pk=Subquery(same.order_by("-number").values("pk")[:1]))

    def newest(self) -> Self:
        """The newest edition of each record."""
        return self.filter(pk=self._newest_of_same())

    def _newest_of_same(self) -> Subquery:
        same = self.model._base_manager.filter(
            kind=OuterRef("kind"), record_id=OuterRef("record_id")
        )
        return Subquery(same.order_by("-number").values("pk")[:1])


class Edition(models.Model):
    """One version of one record, with its parts, links, citations and quotations.

    Never edited. `id` grows in the order in which editions become visible to others, so that the
    newest one tells whether anything changed.
    """

    change_set = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="editions")
    kind = models.CharField(max_length=40)
    """The model's name, as in `records.kinds`."""
    record_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    """Counts the editions of one record from 1."""
    event = models.CharField(max_length=12, choices=Event)
    is_visible = models.BooleanField()
    """Whether readers could see it when it was made: the record and all its parents were public."""
    is_listed = models.BooleanField()
    """The first visible one of its kind and event in its set: the others stand behind it."""
    owner_kind = models.CharField(max_length=40)
    owner_id = models.BigIntegerField()
    """The record in whose history it stands: a rotation in its mission's, else its own."""
    address = models.TextField(blank=True)
    """Of the record's page at the time, without a language."""
    reason = models.CharField(max_length=300, blank=True)
    """Why it was withdrawn, for everybody."""
    content = models.JSONField(encoder=ContentEncoder)
    """See `editions.content`."""

    objects = EditionQuerySet.as_manager()

    class Meta:
        # Only publishing writes editions.
        default_permissions = ()
        permissions = tuple(Right.choices)
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "record_id", "number"], name="editions_edition_number_unique"
            ),
            one_of("event", Event.values),
        )
        indexes = (
            models.Index(fields=["owner_kind", "owner_id", "id"], name="editions_of_owner"),
            models.Index(
                fields=["owner_kind", "id"],
                name="editions_listed_by_kind",
                condition=Q(is_listed=True),
            ),
            models.Index(fields=["id"], name="editions_listed", condition=Q(is_listed=True)),
            models.Index(fields=["address"], name="editions_address"),
            models.Index(
                fields=["kind", "id"], name="editions_deleted", condition=Q(event=Event.DELETED)
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}, {self.number}"

    @property
    def at(self) -> datetime:
        return self.change_set.at

    @property
    def by(self) -> Any:
        return self.change_set.by


class Withholding(models.Model):
    """One act after which certain words, or a record, are nowhere; until it is lifted.

    What it took out of the register stands here and in `Original` alone. See docs/withholding.md.
    """

    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    reason = models.CharField(_("why"), max_length=300)
    words = models.TextField(_("words"), blank=True)
    """A word, or several that stand side by side, on each line."""
    record = models.CharField(_("record"), max_length=300, blank=True)
    """What the record that is withheld was called."""
    rows = models.JSONField(default=list, encoder=ContentEncoder)
    """The rows that were taken out, those that others need last."""
    slugs = models.JSONField(default=list, encoder=ContentEncoder)
    """Of those of them that had one, each behind its kind: "photo:at-the-airport"."""
    lifted_at = models.DateTimeField(_("lifted"), null=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("lifted by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    lifted_reason = models.CharField(_("why it was lifted"), max_length=300, blank=True)

    class Meta:
        # `Right.WITHHOLD` is asked for everything.
        default_permissions = ()
        verbose_name = _("withholding")
        verbose_name_plural = _("withheld")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.record or ", ".join(self.words.splitlines())


class Original(models.Model):
    """What stood in one column of one row before something in it was withheld."""

    table = models.CharField(max_length=100)
    """The model, as "app.model"."""
    row = models.BigIntegerField()
    column = models.CharField(max_length=100)
    value = models.JSONField(null=True, encoder=ContentEncoder)
    shown = models.JSONField(null=True, encoder=ContentEncoder)
    """What stands there now; if something else does, somebody has written it since."""

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=["table", "row", "column"], name="editions_original_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.row}, {self.column}"


def newest_number_of_all() -> int:
    """Of the newest edition; it grows with every change, as soon as others can see that."""
    with connection.cursor() as cursor:
        # Asked before every page: the ORM would take ten times as long.
        cursor.execute("SELECT MAX(id) FROM editions_edition")
        return cursor.fetchone()[0] or 0
