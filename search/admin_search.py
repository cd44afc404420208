"""The admin's search boxes ask the same index as the public search."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.contrib import admin
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.http import HttpRequest

from .indexing import kind_of
from .queries import matching_ids, words_of
from .searchable import Searchable

ModelType = TypeVar("ModelType", bound=Model)


class IndexedSearchAdmin(admin.ModelAdmin[ModelType]):
    """Finds rows by their own documents and by those of the records they point to.

    Each word may be found in a different one: "akhmetova colonel" in a person and in a rank.
    """

    search_through: ClassVar[tuple[str, ...]] = ()
    """Foreign keys to records whose words find the rows of this model too."""

    # Django shows no search box, and allows no autocompletion, without it; it is not used.
    search_fields = ("pk",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        words = words_of(search_term)
        if not words:
            return queryset.none(), False
        for word in words:
            queryset = queryset.filter(self._rows_with(word))
        return queryset, False

    def _rows_with(self, word: str) -> Q:
        condition = Q(pk__in=[])
        if issubclass(self.model, Searchable):
            condition |= Q(pk__in=matching_ids(word, kind_of(self.model)))
        for name in self.search_through:
            field = self.model._meta.get_field(name)
            if not isinstance(field, ForeignKey):
                raise TypeError(f"{self}.search_through: {name} is not a foreign key.")
            ids = matching_ids(word, kind_of(field.related_model))
            condition |= Q(**{f"{field.attname}__in": ids})
        return condition
