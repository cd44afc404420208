"""What every record has: publication state, natural keys, periods and bounded quantities.

Abstract models only: `records` has no tables of its own.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from .fields import PartialDateField
from .quantities import Comparator, Quantity

validate_slug = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
    _("Use small Latin letters and digits, with single hyphens between words: western-sahara."),
)

ModelType = TypeVar("ModelType", bound=models.Model)


def in_first_language(name: str) -> str:
    """The column in which editors write a text first, and see what is wrong with it."""
    return f"{name}_{settings.LANGUAGE_CODE}"


class NaturalKeyQuerySet(models.QuerySet[ModelType]):
    """Finds rows by the words that fixtures use for them."""

    def get_by_natural_key(self, *key: Any) -> ModelType:
        names: tuple[str, ...] = self.model.natural_key_fields  # type: ignore[attr-defined]
        return self.get(**dict(zip(names, key, strict=True)))

    def update(self, **values: Any) -> int:
        """Keeps the first and last day of partial dates in step, which no SQL can work out."""
        for field in self.model._meta.concrete_fields:
            if isinstance(field, PartialDateField) and field.name in values:
                values |= field.companion_values(values[field.name])
        return super().update(**values)


class NaturalKeyed(models.Model):
    """A row that fixtures name by its own words instead of a number."""

    natural_key_fields: ClassVar[tuple[str, ...]]
    """Lookups from this model, such as `mission__slug`; together unique."""

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[str | int | None, ...]:
        return tuple(_end_of_lookup(self, lookup) for lookup in self.natural_key_fields)


def _end_of_lookup(row: models.Model, lookup: str) -> str | int | None:
    """What `mission__slug` leads to from a row; None where a link on the way is empty."""
    *links, name = lookup.split("__")
    for link in links:
        linked = getattr(row, link)
        if linked is None:
            return None
        row = linked
    field = row._meta.get_field(name)
    if isinstance(field, PartialDateField):
        return field.value_to_string(row)
    value: str | int | None = getattr(row, name)
    return value


class Vocabulary(NaturalKeyed):
    """A word that editors choose from, such as a rank or a role."""

    natural_key_fields = ("slug",)
    label_field = "name"

    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        validators=[validate_slug],
        help_text=_("Its name in addresses and files: small Latin letters, digits and hyphens."),
    )
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        abstract = True
        ordering: ClassVar[tuple[str, ...]] = ("name",)

    def __str__(self) -> str:
        return self.name


class PublishedWithQuerySet(NaturalKeyQuerySet[ModelType]):
    def published(self) -> Self:
        """What every visitor may see."""
        return self.filter(self.model.published_condition())  # type: ignore[attr-defined]

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Editors see drafts too; everybody else what is published."""
        return self.all() if user.is_staff else self.published()


class PublishedWith(NaturalKeyed):
    """A row that is public only while all that it hangs on is public."""

    published_with: ClassVar[tuple[str, ...]] = ()
    """Foreign keys to records without which this one makes no public sense."""

    class Meta:
        abstract = True

    @classmethod
    def published_condition(cls, prefix: str = "") -> Q:
        """The condition in SQL, seen from a model that reaches this one through `prefix`."""
        condition = Q()
        for name in cls.published_with:
            field = cls._meta.get_field(name)
            parent: type[PublishedWith] = field.related_model  # type: ignore[assignment]
            parent_is_public = parent.published_condition(f"{prefix}{name}__")
            if field.null:
                parent_is_public |= Q(**{f"{prefix}{name}__isnull": True})
            condition &= parent_is_public
        return condition

    @property
    def parents_are_public(self) -> bool:
        parents = (getattr(self, name) for name in self.published_with)
        return all(parent is None or parent.is_public for parent in parents)

    @property
    def is_public(self) -> bool:
        return self.parents_are_public


class PublicationState(models.TextChoices):
    DRAFT = "draft", _("draft: only editors see it")
    PUBLISHED = "published", _("published: everybody sees it")
    WITHDRAWN = "withdrawn", _("withdrawn: gone, its address says why")


class RecordQuerySet(PublishedWithQuerySet[ModelType]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What was withdrawn stands on no page but its own, which only editors see."""
        if user.is_staff:
            return self.exclude(state=PublicationState.WITHDRAWN)
        return self.published()


class Record(PublishedWith):
    """Something the register states, in one of three states of publication."""

    citable_fields: ClassVar[tuple[str, ...]] = ()
    """The columns a citation can be about; a blank field means the record as a whole."""

    gap_fields: ClassVar[tuple[str, ...]] = ()
    """What is worth saying "not stated in any source" about: columns, and relations to records."""

    history: ClassVar[Any]
    """Every version of every row; set by `records.history.track`."""

    label_field: ClassVar[str] = ""
    """The column that names it, where what is cited for the record as a whole is shown."""

    shown_with: ClassVar[str] = ""
    """The foreign key to the record on whose page this one stands, if it has no page itself."""

    state = models.CharField(
        _("state"),
        max_length=10,
        choices=PublicationState,
        default=PublicationState.DRAFT,
        db_index=True,
        help_text=_("A record needs at least one citation before it can be published."),
    )
    withdrawn_reason = models.CharField(
        _("why it was withdrawn"),
        max_length=300,
        blank=True,
        help_text=_("Shown to everybody at the record's address. Name no person here."),
    )

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=PublicationState.values),
                name="%(app_label)s_%(class)s_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=PublicationState.WITHDRAWN) | ~Q(withdrawn_reason=""),
                name="%(app_label)s_%(class)s_withdrawn_says_why",
                violation_error_message=_("Say why the record is withdrawn."),
            ),
        ]

    @classmethod
    def published_condition(cls, prefix: str = "") -> Q:
        own = Q(**{f"{prefix}state": PublicationState.PUBLISHED})
        return own & super().published_condition(prefix)

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
        """
        conditions = {name: _not_stated(cls._meta.get_field(name)) for name in cls.gap_fields}
        if "period" in conditions:
            conditions["period_end"] = Q(period_latest__isnull=True, period__endswith="/")
        return conditions

    @property
    def is_published(self) -> bool:
        """Of the record itself; it `is_public` only if all that it hangs on is public too."""
        return self.state == PublicationState.PUBLISHED

    @property
    def is_public(self) -> bool:
        return self.is_published and self.parents_are_public

    def clean(self) -> None:
        super().clean()
        if self.state == PublicationState.WITHDRAWN and not self.withdrawn_reason:
            raise ValidationError({"withdrawn_reason": _("Say why the record is withdrawn.")})


def _not_stated(field: Any) -> Q:
    """That a column is empty in every language, or that no public row is related."""
    if field.one_to_many or field.many_to_many:
        stated = field.related_model._default_manager.published()
        return Q(~Exists(stated.filter(**{field.remote_field.name: OuterRef("pk")})))
    if field.is_relation or not isinstance(field, models.CharField | models.TextField):
        return Q(**{f"{field.name}__isnull": True})
    columns = {column.name: column for column in field.model._meta.concrete_fields}
    languages = [f"{field.name}_{code}" for code, _name in settings.LANGUAGES]
    condition = Q()
    for name in [name for name in languages if name in columns] or [field.name]:
        condition &= Q(**{name: ""}) | Q(**{f"{name}__isnull": True})
    return condition


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

    def clean(self) -> None:
        super().clean()
        former = type(self).history.filter(slug=self.slug, state=PublicationState.PUBLISHED)
        present = type(self)._default_manager.filter(slug=self.slug)
        if former.exclude(id=self.pk).exclude(id__in=present.values("pk")).exists():
            raise ValidationError(
                {"slug": _("This was the address of another record, and still leads to it.")}
            )


PERIOD_HELP = _(
    "As exactly as the source says, and no more: 2003 · 2003-05 · 2003-05-29 · "
    "about 2018: 2018~ · uncertain: 2018? · some year from 2000 to 2009: 200X · "
    "since 2014: 2014/.. · from 2003, end not stated: 2003/ · 2003 to 2008: 2003/2008 · "
    "every 29 May: XXXX-05-29. Leave it empty if no source says."
)


def period_in_order(name: str) -> models.CheckConstraint:
    """A partial date's last possible day is not before its first one."""
    return models.CheckConstraint(
        condition=Q(**{f"{name}_latest__gte": F(f"{name}_earliest")})
        | Q(**{f"{name}_earliest__isnull": True})
        | Q(**{f"{name}_latest__isnull": True}),
        name=f"%(app_label)s_%(class)s_{name}_in_order",
        violation_error_message=_("The end is before the start."),
    )


class Dated(models.Model):
    """Something with a period, as exactly as the sources state it."""

    period = PartialDateField(
        _("period"),
        earliest_field="period_earliest",
        latest_field="period_latest",
        help_text=PERIOD_HELP,
    )
    period_earliest = models.DateField(null=True, editable=False, db_index=True)
    period_latest = models.DateField(null=True, editable=False, db_index=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [period_in_order("period")]


MOST_COUNTED = 10**15
"""Well below the largest number of the database, so that bounds can be computed there."""


class Quantified(models.Model):
    """Something with a number whose bounds are kept: "more than 270" is never 270."""

    comparator = models.CharField(
        _("how exact"),
        max_length=1,
        choices=Comparator,
        blank=True,
        help_text=_('For "more than 270" choose "more than" here and write 270 as the number.'),
    )
    value = models.PositiveBigIntegerField(
        _("number"),
        null=True,
        blank=True,
        help_text=_("In digits without spaces: 4500000. Leave it empty if no source says."),
    )
    counted = models.CharField(
        _("what is counted"),
        max_length=200,
        blank=True,
        help_text=_("The source's own noun: military personnel, officers, different munitions."),
    )

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(comparator="", value__isnull=True)
                | Q(comparator__in=Comparator.values, value__isnull=False),
                name="%(app_label)s_%(class)s_number_with_bound",
                violation_error_message=_("A number needs to say how exact it is."),
            ),
        ]

    @property
    def quantity(self) -> Quantity | None:
        if self.value is None:
            return None
        return Quantity(Comparator(self.comparator), self.value)

    @property
    def quantity_in_words(self) -> str:
        return self.quantity.in_words(self.counted) if self.quantity else ""

    def clean(self) -> None:
        super().clean()
        if self.value is not None and self.value > MOST_COUNTED:
            raise ValidationError({"value": _("This is more than anybody can have counted.")})
        if self.value is not None and not self.comparator:
            raise ValidationError(
                {"comparator": _('Choose how exact the number is: "exactly" if it is bare.')}
            )
        if self.comparator and self.value is None:
            raise ValidationError({"value": _("Write the number, or clear how exact it is.")})
