"""Filters of public lists: each choice says how many rows it leads to, absence is a choice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, IntegerField, OrderBy, Q, QuerySet, Value
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .counting import capped_counts, in_words
from .gaps import not_stated
from .languages import shown_text
from .models import validate_slug

STATED, NOT_STATED = "stated", "not-stated"

NO_SUCH_CHOICE = {"invalid_choice": _("There is no such choice: %(value)s.")}

MOST_CHOICES = 40
"""Of one filter, since each costs a count; the value in the address may be any other too."""


class Facet(django_filters.ChoiceFilter):
    """A choice, each with its number of rows: values of a column, or rows that have slug and name.

    Like any filter it compares the column `field_name`; where a rule is more than that, `by` names
    the method of the queryset that knows it. `not_stated` adds the rows of which no source states
    it: True where the column is empty, or else the name of a method.
    """

    def __init__(
        self,
        *,
        by: str = "",
        choices: Iterable[tuple[str, Any]] = (),
        rows: Callable[[], QuerySet[Any]] | None = None,
        not_stated: str | bool = False,
        not_stated_label: Any = _("not stated in any source"),
        **kwargs: Any,
    ) -> None:
        self.by, self.rows = by, rows
        self.not_stated, self.not_stated_label = not_stated, not_stated_label
        self.known_choices = list(choices)
        super().__init__(
            **kwargs,
            choices=self.all_choices(),
            empty_label=_("all"),
            error_messages=NO_SUCH_CHOICE,
        )

    def all_choices(self) -> list[tuple[str, Any]]:
        absent = [(NOT_STATED, self.not_stated_label)] if self.not_stated else []
        return [*self.known_choices, *absent]

    def filter(self, queryset: Any, value: str) -> Any:
        if not value:
            return queryset
        if value == NOT_STATED and self.not_stated:
            if isinstance(self.not_stated, str):
                return getattr(queryset, self.not_stated)()
            return queryset.filter(self.is_empty(queryset))
        return getattr(queryset, self.by)(value) if self.by else super().filter(queryset, value)

    def is_empty(self, queryset: QuerySet[Any]) -> Q:
        name = str(self.field_name).partition("__")[0]
        return not_stated(queryset.model._meta.get_field(name))


class Stated(Facet):
    """Whether a source states a column at all."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, choices=[(STATED, _("stated"))], not_stated=True)

    def filter(self, queryset: Any, value: str) -> Any:
        if value == STATED:
            return queryset.exclude(self.is_empty(queryset))
        return super().filter(queryset, value)


class ByMethod(django_filters.Filter):
    """Narrowed by a named method of the queryset, not by a column."""

    def __init__(self, *, by: str, **kwargs: Any) -> None:
        self.by = by
        super().__init__(**kwargs)

    def filter(self, queryset: Any, value: Any) -> Any:
        return queryset if value in (None, "") else getattr(queryset, self.by)(value)


class WordsFilter(ByMethod, django_filters.CharFilter):
    """Words, looked up in the search index."""


class WholeNumberFilter(ByMethod):
    field_class = forms.IntegerField

    def __init__(self, **kwargs: Any) -> None:
        # A field for numbers alone would come back empty when a word was typed.
        super().__init__(**kwargs, widget=forms.TextInput(attrs={"inputmode": "numeric"}))


class SortFilter(django_filters.OrderingFilter):
    """An order in which every row has its one place, the same on every page and database."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, error_messages=NO_SUCH_CHOICE)

    def filter(self, queryset: Any, value: Any) -> Any:
        columns = [self.get_ordering_value(choice) for choice in value or () if choice]
        return queryset.order_by(*map(_in_order, columns), "pk") if columns else queryset


def _in_order(column: str) -> str | OrderBy:
    """What no source dates comes last, in either direction."""
    if not column.endswith("_earliest"):
        return column
    day = F(column.removeprefix("-"))
    return day.desc(nulls_last=True) if column.startswith("-") else day.asc(nulls_last=True)


class RecordFilterSet(django_filters.FilterSet):
    """Filters whose state lives in the address.

    The names of the choices are read in one query, and all rows are counted in another.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        facets = [one for one in self.filters.values() if isinstance(one, Facet) and one.rows]
        data = self.data or {}
        chosen = {facet: data.get(name, "") for name, facet in self.filters.items()}
        queries = [_names(number, facet, chosen[facet]) for number, facet in enumerate(facets)]
        found: list[list[tuple[str, str]]] = [[] for _facet in facets]
        if queries:
            first, *others = queries
            for number, slug, name in first.union(*others, all=True):
                found[number].append((slug, name))
        for facet, choices in zip(facets, found, strict=True):
            choices.sort(key=lambda choice: choice[1])
            beyond = choices[MOST_CHOICES:]
            facet.known_choices += choices[:MOST_CHOICES]
            facet.known_choices += [choice for choice in beyond if choice[0] == chosen[facet]]
            facet.extra["choices"] = facet.all_choices()
            if beyond:
                facet.label = _("%(label)s (the first %(number)s by name; others: by search)") % {
                    "label": facet.label,
                    "number": MOST_CHOICES,
                }

    def count_choices(self) -> int:
        """Writes the number of rows into the choices' labels; returns that of the list itself."""
        facets = {name: one for name, one in self.filters.items() if isinstance(one, Facet)}
        queries: dict[tuple[str, str], QuerySet[Any, Any]] = {("", ""): self.qs}
        for name, facet in facets.items():
            others = self.filter_queryset(self.queryset, left_out=name)
            for value, _label in facet.all_choices():
                queries[name, value] = facet.filter(others, value)
        counts = capped_counts(queries)
        for name, facet in facets.items():
            chosen = self.form.cleaned_data.get(name)
            self.form.fields[name].choices = [  # type: ignore[attr-defined]
                (value, f"{label} ({in_words(counts[name, value])})")
                for value, label in facet.all_choices()
                if counts[name, value] or value == chosen
            ]
        return counts["", ""]

    def filter_queryset(self, queryset: Any, left_out: str = "") -> Any:
        """Sorts first: a filter that groups the rows keeps their order within each group."""
        sorts = {name for name, one in self.filters.items() if isinstance(one, SortFilter)}
        for name in sorted(self.form.cleaned_data, key=lambda name: name not in sorts):
            if name != left_out:
                queryset = self.filters[name].filter(queryset, self.form.cleaned_data[name])
        return queryset

    @cached_property
    def is_narrowed(self) -> bool:
        """Whether the reader has asked for less than the whole list."""
        return any(
            value not in (None, "", [])
            for name, value in self.form.cleaned_data.items()
            if not isinstance(self.filters[name], SortFilter)
        )


def _names(number: int, facet: Facet, chosen: str) -> QuerySet[Any, tuple[Any, ...]]:
    """One row more than are offered, so that it shows that there are more; and the one chosen."""
    rows = facet.rows() if facet.rows else None
    assert rows is not None
    name = shown_text(rows.model.label_field)
    # In a subquery: SQLite takes no limit inside a part of a union.
    first = rows.order_by(name, "pk").values("pk")[: MOST_CHOICES + 1]
    wanted = Q(pk__in=first)
    if _is_slug(chosen):
        wanted |= Q(slug=chosen)
    return (
        rows.filter(wanted)
        .order_by()
        .values_list(Value(number, output_field=IntegerField()), F("slug"), name)
    )


def _is_slug(text: str) -> bool:
    try:
        validate_slug(text)
    except ValidationError:
        return False
    return True
