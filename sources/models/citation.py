from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _

from records.constraints import Check, UniqueTogether, one_of
from records.languages import in_first_language
from records.models import Record, VisibleWith, VisibleWithQuerySet

from .passage import Passage
from .source import Source


class Stance(models.TextChoices):
    SUPPORTS = "supports", _("says so")
    INFERRED = "inferred", _("is read so by the editors")
    ATTRIBUTED = "attributed", _("reports somebody as saying so")
    REFINES = "refines", _("says it more exactly")
    DIFFERS = "differs", _("says something else")


SAYS_IN_ITS_WORDS = (Stance.SUPPORTS, Stance.ATTRIBUTED)
"""Of these the cited words themselves must hold what they are cited for."""
SAYS_MORE = (Stance.REFINES, Stance.DIFFERS)
"""Of these the citation itself tells what the passage says."""


_DIFFERS = Func(template=f"'{Stance.DIFFERS}'", output_field=models.CharField())
"""Written into the statement: SQLite uses an index of some rows for nothing that is sent beside."""


class CitationQuerySet(VisibleWithQuerySet[Any]):
    def conflicting(self) -> Self:
        """Those whose passage says something else than the record: few, which have an index."""
        return self.filter(stance=_DIFFERS)

    def saying_more(self) -> Self:
        """Those that tell themselves what their passage says."""
        return self.filter(stance__in=SAYS_MORE)


class Citation(VisibleWith):
    """Which passage a record, or one field of it, rests on; one table for each kind of record."""

    record_name: ClassVar[str]
    """The foreign key to the record."""

    read_together = (("stance", "says"),)

    passage = models.ForeignKey(
        Passage,
        verbose_name=_("passage"),
        on_delete=models.PROTECT,
        help_text=_("Search for words of the quotation."),
    )
    field = models.CharField(
        _("about"),
        max_length=40,
        blank=True,
        help_text=_("The one field the passage speaks about; empty: the record as a whole."),
    )
    stance = models.CharField(
        _("the passage"), max_length=10, choices=Stance, default=Stance.SUPPORTS
    )
    says = models.CharField(
        _("what it says instead"),
        max_length=300,
        blank=True,
        help_text=_(
            'Needed if it says something else ("290 people"), or says it more exactly '
            '("May 2011 to November 2014").'
        ),
    )
    note = models.CharField(
        _("note"),
        max_length=500,
        blank=True,
        help_text=_("Public. Needed if the editors read it so: say why."),
    )
    confirmed = models.BooleanField(
        _("checked: the words carry it"),
        default=False,
        help_text=_(
            "Tick it if the register warns that it does not find the number, date or name in the "
            "quoted words, and you have seen that they carry it."
        ),
    )

    objects = CitationQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("passage__source", "passage__order")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], name="%(class)s_differ", condition=Q(stance=Stance.DIFFERS))
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            Check(
                condition=~Q(stance__in=SAYS_MORE) | ~Q(says=""),
                at="says",
                name="%(app_label)s_%(class)s_says_more",
                violation_error_message=_("Say what the passage says instead."),
            ),
            one_of("stance", Stance.values),
        ]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if hasattr(cls, "record_name"):
            cls.visible_only_with = ("passage", cls.record_name)

    def __str__(self) -> str:
        return f"{self.passage}"

    @classmethod
    def record_model(cls) -> type[Record]:
        return cls._meta.get_field(cls.record_name).related_model  # type: ignore[return-value]

    @property
    def record(self) -> Record:
        record: Record = getattr(self, self.record_name)
        return record

    def clean(self) -> None:
        super().clean()
        if self.stance == Stance.INFERRED and not self.note:
            # No constraint: in whichever language the note is written will do.
            message = _("Say why the editors read it so.")
            raise ValidationError({in_first_language("note"): message})


def citation_key(record_name: str, record: type[Record]) -> tuple[str, ...]:
    """The natural key of a record's citations: the record's, the passage's and the field."""
    own = (f"{record_name}__{name}" for name in record.natural_key_fields)
    return (*own, "passage__source__slug", "passage__order", "field")


def citations_of(record_name: str, record: type[Record]) -> list[models.BaseConstraint]:
    """What holds of the citations of one kind of record."""
    return [
        *Citation.Meta.constraints,
        UniqueTogether(
            fields=(record_name, "passage", "field"),
            at="passage",
            name="%(app_label)s_%(class)s_unique",
            violation_error_message=_("This passage is cited for this already."),
        ),
        one_of(
            "field",
            ["", *record.citable_fields, *record.citable_parts],
            _("This record has no such field to cite."),
        ),
    ]


class SourceCitation(Citation):
    """Where a source states its own title, publisher or date."""

    record_name = "source"
    natural_key_fields = citation_key("source", Source)

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citations_of("source", Source)
