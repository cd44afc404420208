"""The admin's search boxes ask the same index as the public search."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR
from django.db.models import Case, ForeignKey, IntegerField, Model, Q, QuerySet, Value, When
from django.http import HttpRequest

from records.admin_input import OfferedRows

from .backends import Match
from .indexing import kind_of
from .queries import matching_ids, words_of
from .searchable import Searchable

ModelType = TypeVar("ModelType", bound=Model)


FOUND_ELSEWHERE = len(Match)
"""The place of rows that are found only by what they belong to."""


class BestFirst(OfferedRows):
    """Offers rows by the names that their admin gives them where they are chosen."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        if isinstance(self.model_admin, IndexedSearchAdmin):
            result["text"] = self.model_admin.choice_label(obj)
        return result


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
        if ORDER_VAR in request.GET or not issubclass(self.model, Searchable):
            return queryset, False
        return self._best_first(queryset, search_term), False

    def _best_first(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        """What has the words in its own title, as they were typed, before all else."""
        kind = kind_of(self.model)
        places = (
            When(pk__in=matching_ids(text, kind, match), then=Value(match.value)) for match in Match
        )
        found = Case(*places, default=Value(FOUND_ELSEWHERE), output_field=IntegerField())
        order = queryset.query.order_by or self.model._meta.ordering or ()
        ranked: QuerySet[Any] = queryset.annotate(found=found).order_by("found", *order)
        return ranked

    def choice_label(self, row: Any) -> str:
        """What a row is called where it is offered to choose from."""
        return str(row)

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
