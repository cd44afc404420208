"""What is public, and when: three states, and nothing without its parents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from django.core import checks
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from records.audience import Audience
from records.constraints import Check, one_of
from records.gaps import not_stated

from .companions import ModelType
from .declarations import (
    is_column,
    is_column_or_links,
    is_text_or_number,
    leads_to_many,
    leads_to_one,
    misnamed,
)
from .natural_keys import NaturalKeyed, NaturalKeyQuerySet, validate_slug
from .versioned import Versioned


class VisibleWithQuerySet(NaturalKeyQuerySet[ModelType]):
    def published(self) -> Self:
        """What every visitor may see."""
        return self.filter(self.model.published_condition())  # type: ignore[attr-defined]

    def visible_to(self, audience: Audience) -> Self:
        """Editors see drafts too; everybody else what is published."""
        return self.filter(self.model.visible_condition(audience))  # type: ignore[attr-defined]


class VisibleWith(NaturalKeyed):
    """A row that is public only while all its parents are."""

    visible_only_with: ClassVar[tuple[str, ...]] = ()
    """Relations to records without all of which this one makes no public sense."""

    class Meta:
        abstract = True

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        return [
            *super().check(**kwargs),
            *misnamed(cls, "visible_only_with", _is_parent, code="records.E003"),
        ]

    @classmethod
    def visible_condition(cls, audience: Audience, prefix: str = "") -> Q:
        """The condition in SQL, seen from a model that reaches this one through `prefix`."""
        condition = Q()
        for name in cls.visible_only_with:
            field: Any = cls._meta.get_field(name)
            parent: type[VisibleWith] = field.related_model
            if field.many_to_many:
                condition &= Q(~Exists(_hidden_links(field, audience, f"{prefix}pk")))
                continue
            parent_is_visible = parent.visible_condition(audience, f"{prefix}{name}__")
            if field.null:
                parent_is_visible |= Q(**{f"{prefix}{name}__isnull": True})
            condition &= parent_is_visible
        return condition

    @classmethod
    def parent_keys(cls) -> tuple[str, ...]:
        """Those of `visible_only_with` that are foreign keys: one row each."""
        fields = map(cls._meta.get_field, cls.visible_only_with)
        return tuple(field.name for field in fields if not field.many_to_many)

    @classmethod
    def published_condition(cls, prefix: str = "") -> Q:
        return cls.visible_condition(Audience.PUBLIC, prefix)

    @property
    def parents_are_public(self) -> bool:
        return self._parents_are_visible_to(Audience.PUBLIC)

    @property
    def is_public(self) -> bool:
        return self.is_visible_to(Audience.PUBLIC)

    def is_visible_to(self, audience: Audience) -> bool:
        """`visible_condition` of one row."""
        return self._parents_are_visible_to(audience)

    def hidden_parents(self) -> list[VisibleWith]:
        """The parents that keep it out of the public."""
        return [parent for parent in self._parents() if not parent.is_public]

    def _parents_are_visible_to(self, audience: Audience) -> bool:
        return all(parent.is_visible_to(audience) for parent in self._parents())

    def _parents(self) -> Iterator[VisibleWith]:
        for name in self.visible_only_with:
            if not type(self)._meta.get_field(name).many_to_many:
                parent = getattr(self, name)
                yield from [parent] if parent else []
            elif self.pk:
                yield from getattr(self, name).all()


def _hidden_links(field: Any, audience: Audience, owner: str) -> models.QuerySet[Any]:
    """The links of a row to rows that the audience does not see."""
    target = field.m2m_reverse_field_name()
    links: models.QuerySet[Any] = models.QuerySet(field.remote_field.through)
    return links.filter(
        ~field.related_model.visible_condition(audience, f"{target}__"),
        **{field.m2m_field_name(): OuterRef(owner)},
    )


class PublicationState(models.TextChoices):
    DRAFT = "draft", _("draft: only editors see it")
    PUBLISHED = "published", _("published: everybody sees it")
    WITHDRAWN = "withdrawn", _("withdrawn: no longer public; its page shows the reason")


class RecordQuerySet(VisibleWithQuerySet[ModelType]):
    def update(self, **values: Any) -> int:
        """Everything but the state: a withdrawn record must leave search and enter its history."""
        if "state" in values:
            raise TypeError("Publish or withdraw each record: see editions.publishing.")
        return super().update(**values)


class Record(VisibleWith, Versioned):
    """Something the register states, in one of three states of publication.

    The state is changed by `editions.publishing` alone, which asks what must hold of it.
    """

    edition_parts: ClassVar[tuple[str, ...]] = ("citations",)

    citable_fields: ClassVar[tuple[str, ...]] = ()
    """The columns a citation can be about; a blank field means the record as a whole."""

    citable_parts: ClassVar[tuple[str, ...]] = ()
    """Relations to parts that a citation can be about: to those of them that its words print."""

    gap_fields: ClassVar[tuple[str, ...]] = ()
    """What is worth saying "not stated in any source" about: columns, and relations to records."""

    label_field: ClassVar[str] = ""
    """The column that names it, where what is cited for the record as a whole is shown."""

    kind_order: ClassVar[int] = 0
    """The place of this kind among all kinds of record, wherever they are listed."""

    gone_when_withdrawn: ClassVar[tuple[str, ...]] = ()
    """Columns that are emptied when it is withdrawn: files, which then leave the disk."""

    withdrawn_along: ClassVar[tuple[str, ...]] = ()
    """Foreign keys to records that leave the public with it: the portrait of a person."""

    told_apart_by: ClassVar[str] = ""
    """The column that names it among the others of its kind on one page."""

    state = models.CharField(
        _("state"),
        max_length=10,
        choices=PublicationState,
        default=PublicationState.DRAFT,
        editable=False,
    )
    withdrawn_reason = models.CharField(
        _("why it was withdrawn"),
        max_length=300,
        blank=True,
        editable=False,
        help_text=_("Shown to everybody at the record's address. Name no person here."),
    )

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("state", PublicationState.values),
            Check(
                condition=~Q(state=PublicationState.WITHDRAWN) | ~Q(withdrawn_reason=""),
                at="withdrawn_reason",
                name="%(app_label)s_%(class)s_withdrawn_says_why",
                violation_error_message=_("Say why the record is withdrawn."),
            ),
        ]

    @classmethod
    def citable(cls) -> dict[str, str]:
        """What of it a citation can be about, by name, with its label."""
        columns = {name: cls._meta.get_field(name).verbose_name for name in cls.citable_fields}  # type: ignore[union-attr] # relations to parts are below
        relations: Any = {name: cls._meta.get_field(name) for name in cls.citable_parts}
        parts = {
            name: relation.related_model._meta.verbose_name_plural
            for name, relation in relations.items()
        }
        return {name: str(label) for name, label in (columns | parts).items()}

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        return [
            *super().check(**kwargs),
            *misnamed(cls, "citable_fields", is_column_or_links, code="records.E004"),
            *misnamed(cls, "citable_parts", _is_of_parts, code="records.E014"),
            *misnamed(cls, "gap_fields", _may_be_missing, code="records.E005"),
            *misnamed(cls, "label_field", is_text_or_number, code="records.E006"),
            *misnamed(cls, "told_apart_by", _has_name, code="records.E007"),
            *misnamed(cls, "shown_with", _is_record, code="records.E008"),
            *misnamed(cls, "gone_when_withdrawn", is_column, code="records.E012"),
            *misnamed(cls, "withdrawn_along", _is_record, code="records.E013"),
            *cls._check_page(),
        ]

    @classmethod
    def _check_page(cls) -> list[checks.CheckMessage]:
        if cls.shown_with or hasattr(cls, "get_absolute_url"):
            return []
        return [
            checks.Error(
                "No page shows this record.",
                hint="Write get_absolute_url, or name the record of its page in shown_with.",
                obj=cls,
                id="records.E010",
            )
        ]

    @classmethod
    def visible_condition(cls, audience: Audience, prefix: str = "") -> Q:
        if audience is Audience.EDITORS:
            # Whatever its parents are, so that they see it while they publish that, or withdraw it.
            return ~Q(**{f"{prefix}state": PublicationState.WITHDRAWN})
        own = Q(**{f"{prefix}state": PublicationState.PUBLISHED})
        return own & super().visible_condition(audience, prefix)

    def is_visible_to(self, audience: Audience) -> bool:
        if audience is Audience.EDITORS:
            return self.state != PublicationState.WITHDRAWN
        return self.is_published and super().is_visible_to(audience)

    @classmethod
    def page_lookup(cls) -> tuple[str, str]:
        """Whose page shows it: the kind of record and the column that holds its number."""
        if not cls.shown_with:
            return str(cls._meta.model_name), "pk"
        owner = cls._meta.get_field(cls.shown_with).related_model
        return str(owner._meta.model_name), f"{cls.shown_with}_id"  # type: ignore[union-attr]

    @classmethod
    def gap_conditions(cls) -> dict[str, Q]:
        """For each gap, the condition in SQL that no source states it.

        A period that has begun and whose end is not stated, "2003/", has a gap of its own.
        What sources say differently of a column without a value is contested, and no gap.
        """
        conditions = {name: not_stated(cls._meta.get_field(name)) for name in cls.gap_fields}
        if "period" in conditions:
            conditions["period_end"] = Q(period_latest__isnull=True, period__endswith="/")
        return {
            gap: condition & ~cls.disputed_condition(gap.removesuffix("_end"))
            for gap, condition in conditions.items()
        }

    @classmethod
    def disputed_condition(cls, column: str) -> Q:  # noqa: ARG003 - layers with citations ask it
        """In SQL, that passages say of a column what its own value does not."""
        return Q(pk__in=[])

    @property
    def is_published(self) -> bool:
        """Of the record itself; it `is_public` only if all its parents are public too."""
        return self.state == PublicationState.PUBLISHED

    def is_shown(self) -> bool:
        return self.is_public

    def is_draft(self) -> bool:
        return self.state == PublicationState.DRAFT

    def publication_errors(self) -> list[Any]:
        """Why this record may not be public, in words; nothing if it may."""
        return []

    @classmethod
    def may_lack_something(cls, rows: Any) -> Any:
        """Of rows to be published, those that may have `publication_errors`; the others have none.

        For imports, which ask it of many rows at once.
        """
        return rows

    def withdrawal_errors(self) -> list[Any]:
        """Why this record must be public, in words; nothing if it need not."""
        return []

    def clean(self) -> None:
        super().clean()
        if self.state != PublicationState.WITHDRAWN:
            self.withdrawn_reason = ""


def _is_parent(field: Any) -> bool:
    is_own = bool(field.many_to_many and not field.auto_created)
    return leads_to_one(field, VisibleWith) or (is_own and leads_to_many(field, VisibleWith))


def _is_record(field: Any) -> bool:
    return leads_to_one(field, Record)


def _is_of_parts(field: Any) -> bool:
    return leads_to_many(field, models.Model) and not field.concrete


def _may_be_missing(field: Any) -> bool:
    return is_column(field) or leads_to_many(field, VisibleWith)


def _has_name(field: Any) -> bool:
    return is_text_or_number(field) or (
        leads_to_one(field, models.Model) and bool(getattr(field.related_model, "label_field", ""))
    )


class SluggedRecord(Record):
    """A record with an address of its own."""

    natural_key_fields = ("slug",)
    label_field = "name"

    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        validators=[validate_slug],
        help_text=_(
            "The last part of its address: small Latin letters, digits and hyphens. "
            "If you change it, the old address leads to the new one."
        ),
    )

    class Meta:
        abstract = True
