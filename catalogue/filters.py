"""Filters of public lists: each choice says how many records it leads to; absence is a choice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import connections
from django.db.models import CharField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from records.answers import Answer
from records.audience import Audience
from records.languages import active_language, in_first_language, shown_text, writing_in_digits
from records.models import Vocabulary, validate_slug
from records.number_fields import AtLeastField

from .bits import Moment, Sets, moment, set_of, sets_of
from .facets import CONTESTED, NOT_STATED, STATED
from .queries import matching_set
from .selection import Selection

NO_SUCH_CHOICE = {"invalid_choice": _("There is no such choice: %(value)s.")}

LONGEST_LABEL = 80
"""In letters: the titles of sources are long."""

MOST_CHOICES = 40
"""Of one filter; the value in the address may be any other too."""

Choice = tuple[str, Any, str]
"""A choice in the address, in words, and as a value of the facet."""


@dataclass
class Offered:
    """What the filters of a list offer at a moment, in a language."""

    choices: dict[str, list[Choice]]
    """The first of each filter by name; one more than is offered, if there are more."""
    form_class: type[forms.Form] | None = None
    """The form of these choices, once it was asked for."""


class FacetField(django_filters.fields.ChoiceField):
    """Copies share the choices, of which each page would copy every word: they are only replaced
    together."""

    def __deepcopy__(self, memo: dict[int, Any]) -> FacetField:
        copied: FacetField = forms.Field.__deepcopy__(self, memo)
        shared: Any = self.choices
        copied.choices = shared.choices
        return copied


class Facet(django_filters.ChoiceFilter):
    """A choice among the values of a facet, each with its number of records.

    `rows` are the records or words that values name by their number; the address names them by
    their slug. `not_stated` adds the records of which no source states it, and those without a
    value of which sources say something nevertheless.
    """

    field_class = FacetField

    def __init__(
        self,
        *,
        choices: Iterable[tuple[str, Any]] = (),
        rows: Callable[[], QuerySet[Any]] | None = None,
        not_stated: bool = False,
        not_stated_label: Any = _("not stated in any source"),
        **kwargs: Any,
    ) -> None:
        self.rows = rows
        self.absent: list[Choice] = []
        if not_stated:
            self.absent = [
                (CONTESTED, _("contested"), CONTESTED),
                (NOT_STATED, not_stated_label, NOT_STATED),
            ]
        self.known: list[Choice] = [(value, label, value) for value, label in choices]
        super().__init__(
            **kwargs,
            choices=self.all_choices(),
            empty_label=_("all"),
            error_messages=NO_SUCH_CHOICE,
        )

    def __deepcopy__(self, memo: dict[int, Any]) -> Facet:
        """For one page, which replaces the choices and changes none."""
        copied = copy(self)
        copied.extra = dict(self.extra)
        return copied

    def offer(self, known: Iterable[Choice]) -> None:
        self.known = list(known)
        self.extra["choices"] = self.all_choices()

    def every_choice(self) -> list[Choice]:
        return [*self.known, *self.absent]

    def all_choices(self) -> list[tuple[str, Any]]:
        return [(chosen, label) for chosen, label, _value in self.every_choice()]

    def value_of(self, chosen: str) -> str:
        """The facet's value behind a choice."""
        return next(value for one, _label, value in self.every_choice() if one == chosen)


class Stated(Facet):
    """Whether a source states a column at all."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, choices=[(STATED, _("stated"))], not_stated=True)


ANSWERS = (Answer.YES, Answer.CANNOT_TELL)
"""Of which the records are listed, in this order."""


class Condition(django_filters.Filter):
    """A condition that no facet knows."""

    def narrow(self, selected: dict[str, Any], model: Any, value: Any, using: str) -> None:
        """Adds to what a `Selection` is made of; raises ValidationError if that cannot be."""
        raise NotImplementedError


class WordsFilter(Condition, django_filters.CharFilter):
    """Words, looked up in the search index."""

    def narrow(self, selected: dict[str, Any], model: Any, value: Any, using: str) -> None:
        selected["sets"].append(_found(str(value), str(model._meta.model_name), using))


class AnswerFilter(Condition):
    """A smallest number, of which the sources may say neither yes nor no.

    `by` names the method of the queryset that keeps the rows to which the answer is not "no", and
    gives each of the others its `answer`.
    """

    field_class = AtLeastField

    def __init__(self, *, by: str, **kwargs: Any) -> None:
        self.by = by
        super().__init__(**kwargs)

    def narrow(self, selected: dict[str, Any], model: Any, value: Any, using: str) -> None:
        rows = self.filter(model._default_manager.using(using), value)
        answers: dict[str, list[int]] = {answer.value: [] for answer in ANSWERS}
        for pk, answer in rows.order_by().values_list("pk", "answer"):
            answers[answer].append(pk)
        selected["groups"] = [set_of(numbers) for numbers in answers.values()]

    def filter(self, queryset: Any, value: Any) -> Any:
        return queryset if value is None else getattr(queryset, self.by)(value)


class SortFilter(django_filters.OrderingFilter):
    """One of the orders of `list_places`, or the same turned round; the usual one stands first."""

    def __init__(self, *, orders: dict[str, Any], **kwargs: Any) -> None:
        self.usual = next(iter(orders))
        super().__init__(
            label=_("Sort by"),
            empty_label=None,
            fields={name: name for name in orders},
            field_labels=orders,
            error_messages=NO_SUCH_CHOICE,
            **kwargs,
        )

    def order(self, value: Any) -> str:
        """As `Selection` names it."""
        chosen: str = next(filter(None, value or ()), self.usual)
        sign, name = ("-", chosen[1:]) if chosen.startswith("-") else ("", chosen)
        return sign if name == self.usual else f"{sign}{name}"


class RecordFilterSet(django_filters.FilterSet):
    """Filters whose state lives in the address."""

    def __init__(self, *args: Any, audience: Audience = Audience.PUBLIC, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.queryset is not None
        self.audience = audience
        self.model: Any = self.queryset.model
        self.using: str = self.queryset.db
        chosen = {name: (self.data or {}).get(name, "") for name in self.filters}
        self.offered = self._offered()
        self.offers_more = False
        """Whether something is chosen that is not among the first choices."""
        for name, facet in self.facets.items():
            if facet.rows is None:
                continue
            choices = self.offered.choices[name]
            first = choices[:MOST_CHOICES]
            if chosen[name] and chosen[name] not in {one for one, _label, _value in first}:
                self.offers_more = True
                first += self._read_names({name: facet}, chosen[name])[name]
            facet.offer(first)
            if len(choices) > MOST_CHOICES:
                facet.label = _("%(label)s (the first %(number)s by name; others: by search)") % {
                    "label": facet.label,
                    "number": MOST_CHOICES,
                }

    def get_form_class(self) -> type[forms.Form]:
        kept = None if self.offers_more else self.offered.form_class
        form_class: type[forms.Form] = kept or super().get_form_class()
        if not self.offers_more:
            self.offered.form_class = form_class
        return form_class

    def is_answered(self) -> bool:
        """Whether what is asked means something; if not, the form says why."""
        if not self.is_valid():
            return False
        self.selection  # noqa: B018 - what cannot be looked for is an error of the form
        return not self.form.errors

    @property
    def facets(self) -> dict[str, Facet]:
        return {name: one for name, one in self.filters.items() if isinstance(one, Facet)}

    @cached_property
    def known(self) -> Sets:
        kind = str(self.model._meta.model_name)
        return sets_of(kind, using=self.using)[kind]

    @cached_property
    def selection(self) -> Selection:
        """What is asked for. Of what cannot be looked for, the form says why, and nothing fits."""
        selected: dict[str, Any] = {"chosen": {}, "sets": [], "groups": [], "order": ""}
        for name, one in self.filters.items():
            value = self.form.cleaned_data.get(name)
            if isinstance(one, SortFilter):
                selected["order"] = one.order(value)
            elif value in (None, "", []):
                continue
            elif isinstance(one, Facet):
                selected["chosen"][name] = one.value_of(value)
            elif isinstance(one, Condition):
                try:
                    one.narrow(selected, self.model, value, self.using)
                except ValidationError as error:
                    self.form.add_error(name, error)
                    selected["sets"].append(0)
        return Selection(
            kind=str(self.model._meta.model_name),
            audience=self.audience,
            using=self.using,
            read=self.known,
            **selected,
        )

    def count_choices(self) -> None:
        """Writes into each choice how many records it leads to; leaves out what leads to none."""
        in_digits = writing_in_digits()
        for name, facet in self.facets.items():
            choices = facet.every_choice()
            counts = self.selection.counts(name, (value for _one, _label, value in choices))
            chosen = self.form.cleaned_data.get(name)
            self.form.fields[name].choices = [  # type: ignore[attr-defined]
                (one, f"{label} ({in_digits(counts[value])})")
                for one, label, value in choices
                if counts[value] or one == chosen
            ]

    def may_belong(self) -> list[tuple[str, str, int]]:
        """Filters that leave records out for want of a statement: name, label and how many."""
        found = []
        for name, facet in self.facets.items():
            chosen = self.form.cleaned_data.get(name)
            known = {one for one, _label, _value in facet.known}
            if facet.absent and chosen in known:
                counts = self.selection.counts(name, [NOT_STATED])
                if left_out := counts[NOT_STATED]:
                    found.append((name, str(self.base_filters[name].label), left_out))
        return found

    def mark(self, rows: Iterable[Any]) -> None:
        """Rows say how they answer what is asked, if that is a question."""
        for group, answer in zip(self.selection.groups, ANSWERS, strict=False):
            for row in rows:
                if group >> row.pk & 1:
                    row.answer = answer.value

    @cached_property
    def is_narrowed(self) -> bool:
        """Whether the reader has asked for less than the whole list."""
        return any(
            value not in (None, "", [])
            for name, value in self.form.cleaned_data.items()
            if not isinstance(self.filters[name], SortFilter)
        )

    # --- The names of choices -------------------------------------------------------------------

    def _offered(self) -> Offered:
        facets = {
            name: one
            for name, one in self.base_filters.items()
            if isinstance(one, Facet) and one.rows
        }
        if not facets or connections[self.using].in_atomic_block:
            return Offered(self._read_names(facets, None))
        key = (type(self), self.audience, active_language(), self.using)
        now = moment(self.using)
        if key not in _kept or _kept[key][0] != now:
            _kept[key] = now, Offered(self._read_names(facets, None))
        return _kept[key][1]

    def _read_names(self, facets: dict[str, Facet], slug: str | None) -> dict[str, list[Choice]]:
        """In one query: the first choices by name, or else the one that is chosen."""
        found: dict[str, list[Choice]] = {name: [] for name in facets}
        if not facets or (slug is not None and not _is_slug(slug)):
            return found
        names = list(facets)
        first, *others = [
            _names(place, self._rows(name, facets[name]), slug) for place, name in enumerate(names)
        ]
        for place, chosen, label, pk in first.union(*others, all=True):
            words = Truncator(label).chars(LONGEST_LABEL)
            found[names[place]].append((chosen, words, str(pk)))
        for choices in found.values():
            choices.sort(key=lambda choice: choice[1])
        return found

    def _rows(self, name: str, facet: Facet) -> QuerySet[Any]:
        """What may be chosen. A word is as public as the records that have it."""
        assert facet.rows
        rows = facet.rows().using(self.using)
        if not issubclass(rows.model, Vocabulary):
            return rows
        values = self.known.values(name)
        return rows.filter(
            pk__in=[v for v in values if v.isdigit() and self.known.of(name, v, self.audience)]
        )


_kept: dict[tuple[Any, ...], tuple[Moment, Offered]] = {}


def _names(place: int, rows: QuerySet[Any], slug: str | None) -> QuerySet[Any, tuple[Any, ...]]:
    name = _label_of(rows.model)
    # In a subquery: SQLite takes no limit inside a part of a union.
    first = rows.order_by(name, "pk").values("pk")[: MOST_CHOICES + 1]
    wanted = Q(pk__in=first) if slug is None else Q(slug=slug)
    return (
        rows.filter(wanted)
        .order_by()
        .values_list(Value(place, output_field=IntegerField()), F("slug"), name, F("pk"))
    )


def _label_of(model: Any) -> Any:
    """What a row is called, in SQL: in the reader's language, or as a source prints it."""
    label = model.label_field
    columns = {field.name for field in model._meta.concrete_fields}
    if in_first_language(label) in columns:
        return shown_text(label)
    return Coalesce(F(label), Value(""), output_field=CharField())


def _is_slug(text: str) -> bool:
    try:
        validate_slug(text)
    except ValidationError:
        return False
    return True


# --- What words find --------------------------------------------------------------------------

MOST_KEPT = 100
_sets: OrderedDict[tuple[Any, ...], int] = OrderedDict()


def _found(words: str, kind: str, using: str) -> int:
    """The records that have the words; kept for the pages of the same list."""
    if connections[using].in_atomic_block:
        return matching_set(words, kind, using)
    key = (words, kind, using, moment(using))
    found = _sets.get(key)
    if found is None:
        found = _sets[key] = matching_set(words, kind, using)
        while len(_sets) > MOST_KEPT:
            _sets.popitem(last=False)
    return found
