from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from catalogue.admin_search import IndexedSearchAdmin
from catalogue.folding import SHORTEST_NAME
from catalogue.models import Document
from catalogue.queries import find, matching_ids, words_of
from editions.admin import VersionedAdmin
from missions.admin import MissionAdmin, RotationAdmin, UnitAdmin
from missions.moving import MovableAdmin
from records.admin import PeriodColumn, in_every_language
from records.admin_inlines import RegisterInline
from records.models import PublicationState
from sources.admin import TranslatedRecordAdmin
from sources.admin.citing import form_of
from sources.doubts import Doubt, DoubtKind
from sources.uses import passages_in_public_use

from .models import (
    Command,
    Deployment,
    JointDeployment,
    Person,
    PersonName,
    Rank,
    RankHolding,
    Role,
)

# Their forms lead to the records of this layer too, which the layer below cannot name.
MissionAdmin.related_lists = (*MissionAdmin.related_lists, "deployments", "joint_deployments")
RotationAdmin.related_lists = (*RotationAdmin.related_lists, "deployments")
UnitAdmin.related_lists = (*UnitAdmin.related_lists, "leaders")


@admin.register(Rank)
class RankAdmin(IndexedSearchAdmin[Rank], VersionedAdmin[Rank], TranslationAdmin[Rank]):
    list_display = ("name", "seniority", "slug")
    prepopulated_fields = {"slug": ("name",)}
    related_lists = ("holdings",)
    fieldsets = ((None, {"fields": [in_every_language("name"), "seniority", "slug", "related"]}),)


@admin.register(Role)
class RoleAdmin(IndexedSearchAdmin[Role], VersionedAdmin[Role], TranslationAdmin[Role]):
    list_display = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    related_lists = ("deployments", "joint_deployments")
    fieldsets = ((None, {"fields": [in_every_language("name"), "slug", "related"]}),)


NAMESAKES = 20
"""Of people whose names hold the words of a name, so many are compared."""


def still_naming(person: Person, limit: int = 20) -> list[Document]:
    """Public records of others, and passages that they rest on, that hold a person's name.

    Or one word of it: a surname alone tells as much, and some hits are of somebody else.
    """
    names = [person.display_name, *person.search_names()]
    parts = {word for name in names for word in words_of(name) if len(word) >= SHORTEST_NAME}
    found = {hit.pk: hit for name in (*names, *parts) for hit in find(name, limit=limit)}
    passages = {hit.object_id for hit in found.values() if hit.kind == "passage"}
    in_use = passages_in_public_use(passages) if passages else set()
    return [hit for hit in found.values() if hit.kind != "passage" or hit.object_id in in_use]


def _in_any_order(name: str) -> tuple[str, ...]:
    return tuple(sorted(words_of(name)))


def _of_namesakes(person: Person) -> Iterator[Doubt]:
    """Other people of the same name, in whatever script and order of its words."""
    names = {_in_any_order(name) for name in person.all_names()}
    ids = {
        pk
        for name in person.all_names()
        for pk in Person.objects.filter(pk__in=matching_ids(name, "person"))
        .exclude(pk=person.pk)
        .exclude(state=PublicationState.WITHDRAWN)
        .values_list("pk", flat=True)[:NAMESAKES]
    }
    for other in Person.objects.filter(pk__in=ids).prefetch_related("names"):
        if names & {_in_any_order(name) for name in other.all_names()}:
            yield Doubt(DoubtKind.SPELLING, partial(_of_one_name, other))


def _of_one_name(other: Person) -> str:
    link = format_html('<a href="{}">{} ({})</a>', form_of(other), other, other.slug)
    return format_html(str(_("Somebody else has this name: {}. Is it the same person?")), link)


class PersonNameInline(RegisterInline, admin.TabularInline[PersonName, Person]):
    model = PersonName
    extra = 0
    verbose_name_plural = _("names, in every spelling and script that a source or editor uses")


@admin.register(Person)
class PersonAdmin(TranslatedRecordAdmin[Person]):
    list_display = ("display_name", "ranks", "missions", "gender", "public_page")
    list_filter = ("state", "gender")
    autocomplete_fields = ("photo",)
    prepopulated_fields = {"slug": ("display_name",)}
    inlines = (PersonNameInline,)
    related_lists = ("rank_holdings", "commands", "deployments", "joint_deployments")
    cited_through = related_lists
    fieldsets = (
        (None, {"fields": [in_every_language("display_name"), "slug"]}),
        (
            _("What sources state"),
            {"fields": ["gender", in_every_language("affiliation"), "related"]},
        ),
        (_("For readers"), {"fields": ["photo", in_every_language("note")]}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        deployments: QuerySet[Deployment] = Deployment.objects.select_related("mission")
        rows: QuerySet[Person] = super().get_queryset(request)
        return rows.prefetch_related("rank_holdings", Prefetch("deployments", deployments))

    def doubts_of(self, record: Person) -> list[Doubt]:
        return [*super().doubts_of(record), *_of_namesakes(record)]

    def after_retreat(self, request: HttpRequest, row: Person) -> None:
        places = [(hit.get_absolute_url(), hit.title) for hit in still_naming(row)]
        if places:
            links = format_html_join(" · ", '<a href="{}">{}</a>', places)
            message = _("The person is no longer public, but what follows still names them: {}")
            self.message_user(request, format_html(str(message), links), messages.WARNING)

    def choice_label(self, row: Person) -> str:
        """Two people may have one name: their ranks, missions and addresses tell them apart."""
        told = filter(None, [self.ranks(row), self.missions(row), row.slug])
        return f"{row} — {' · '.join(told)}"

    @admin.display(description=_("ranks, as printed"))
    def ranks(self, person: Person) -> str:
        return " · ".join(holding.as_printed for holding in person.rank_holdings.all())

    @admin.display(description=_("missions, stated individually"))
    def missions(self, person: Person) -> str:
        return " · ".join(str(deployment.mission) for deployment in person.deployments.all())


@admin.register(RankHolding)
class RankHoldingAdmin(TranslatedRecordAdmin[RankHolding]):
    list_display = ("person", "as_printed", "rank", "as_of_in_words", "public_page")
    list_filter = ("state", "rank", ("as_of", admin.EmptyFieldListFilter))
    list_select_related = ("person", "rank")
    search_through = ("person", "rank")
    autocomplete_fields = ("person", "rank")
    fieldsets = (
        (None, {"fields": ["person", "as_printed", "rank"]}),
        (_("When"), {"fields": ["as_of", in_every_language("as_of_words")]}),
        (_("For readers"), {"fields": [in_every_language("note")]}),
    )

    @admin.display(description=_("as of"), ordering="as_of_earliest")
    def as_of_in_words(self, holding: RankHolding) -> str:
        return holding.as_of.in_words() if holding.as_of else holding.as_of_words


@admin.register(Command)
class CommandAdmin(PeriodColumn, TranslatedRecordAdmin[Command]):
    list_display = ("person", "unit", "as_printed", "period_in_words", "public_page")
    list_filter = ("state", ("unit", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("person", "unit")
    search_through = ("person", "unit")
    autocomplete_fields = ("person", "unit")
    fieldsets = (
        (None, {"fields": ["person", "unit", "as_printed"]}),
        (_("When"), {"fields": ["period"]}),
        (_("For readers"), {"fields": [in_every_language("note")]}),
    )


@admin.register(Deployment)
class DeploymentAdmin(PeriodColumn, MovableAdmin[Deployment], TranslatedRecordAdmin[Deployment]):
    list_display = (
        "person",
        "mission",
        "rotation",
        "role",
        "period_in_words",
        "public_page",
    )
    list_filter = (
        "state",
        ("mission", admin.RelatedOnlyFieldListFilter),
        "role",
        ("period", admin.EmptyFieldListFilter),
        "serving_as_of_source",
    )
    list_select_related = ("person", "mission", "rotation__mission", "role")
    search_through = ("person", "mission", "role")
    autocomplete_fields = ("person", "mission", "rotation", "role")
    fieldsets = (
        (None, {"fields": ["person", "mission", "rotation", "role", in_every_language("host")]}),
        (_("When"), {"fields": ["period", "serving_as_of_source"]}),
        (_("For readers"), {"fields": [in_every_language("activity"), in_every_language("note")]}),
    )


@admin.register(JointDeployment)
class JointDeploymentAdmin(
    PeriodColumn, MovableAdmin[JointDeployment], TranslatedRecordAdmin[JointDeployment]
):
    list_display = ("statement", "period_in_words", "public_page")
    list_filter = ("state", ("period", admin.EmptyFieldListFilter))
    autocomplete_fields = ("people", "missions", "roles")
    prepopulated_fields = {"slug": ("text",)}
    fieldsets = (
        (None, {"fields": [in_every_language("text"), "slug"]}),
        (_("Whom and what it names"), {"fields": ["people", "open_ended", "missions", "roles"]}),
        (_("When"), {"fields": ["period"]}),
        (_("For readers"), {"fields": [in_every_language("note")]}),
    )

    @admin.display(description=_("statement"), ordering="text")
    def statement(self, joint: JointDeployment) -> str:
        return Truncator(joint.text).chars(110)
