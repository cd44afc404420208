"""Records that stand under the wrong mission are moved to another one, together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from editions.admin.chosen import NOTHING_CHOSEN, Line, Shown, lines_of, named
from editions.publishing import Changes
from records.admin_forms import ReasonField
from records.cursor import show_first_wrong
from records.models import PublicationState, Record
from sources.admin import CitedRecordAdmin

from .models import Mission, Rotation
from .models.about import in_words

RecordType = TypeVar("RecordType", bound=Record)

MOVE = "_move"
"""The button that does it; the other one shows what it would do."""

HIDDEN_THEN = _("Nobody sees it then: what it moves to is not public.")

LEADING = ("mission", "missions", "rotation")
"""The columns and links by which a record belongs to missions."""


def leading(model: type[Any]) -> set[str]:
    return {one.name for one in model._meta.get_fields() if one.concrete} & set(LEADING)


def missions_of(row: Any) -> list[Mission]:
    """Those that a record is about, itself or by its rotation."""
    names = leading(type(row))
    found = list(row.missions.all()) if "missions" in names else []
    if "mission" in names:
        found.append(row.mission)
    if "rotation" in names and row.rotation:
        found.append(row.rotation.mission)
    return list(dict.fromkeys(found))


def where(row: Any) -> str:
    """Where a record belongs, in words."""
    if isinstance(row, Rotation):
        return str(row)
    if "rotation" in leading(type(row)) and row.rotation:
        return str(row.rotation)
    return in_words(missions_of(row))


def move(changes: Changes, row: Any, leave: Mission, to: Mission) -> None:
    """Puts one mission in the place of another; raises ValidationError if a rule is broken."""
    names = leading(type(row))
    if "missions" in names and leave in (about := list(row.missions.all())):
        if to in about:
            message = _("It is about %(to)s already. Take out %(leave)s in its form.")
            raise ValidationError(message, params={"to": to, "leave": leave})
        row.missions.remove(leave)
        row.missions.add(to)
    if "rotation" in names and row.rotation and row.rotation.mission_id == leave.pk:
        row.rotation = _same_rotation(row.rotation, to)
    if "mission" in names:
        row.mission = to
    _save(changes, row)


def _same_rotation(rotation: Rotation, to: Mission) -> Rotation:
    rotations = to.rotations.exclude(state=PublicationState.WITHDRAWN)
    there = rotations.filter(number=rotation.number).first()
    if there is None:
        message = _("%(to)s has no rotation %(number)s: add it there first, or move the rotation.")
        raise ValidationError(message, params={"to": to, "number": rotation.number})
    return there


def _save(changes: Changes, row: Any) -> None:
    # Asked before the row is saved, so that the tables have nothing to refuse.
    row.full_clean()
    row.save()
    changes.save(row)


def said_with(rotation: Rotation) -> Iterator[Any]:
    """What names the rotation and its mission too, and so moves with it."""
    for relation in Rotation._meta.related_objects:
        model: Any = relation.related_model
        if issubclass(model, Record) and "mission" in leading(model):
            yield from model._base_manager.filter(**{relation.field.name: rotation}).order_by("pk")


class MoveForm(forms.Form):
    leave = forms.ModelChoiceField(
        Mission.objects.none(),
        label=_("The mission that they leave"),
        help_text=_("What is not about it stays as it is."),
    )
    to = forms.ModelChoiceField(
        Mission.objects.exclude(state=PublicationState.WITHDRAWN),
        label=_("The mission that they move to"),
        help_text=_("What is about one of its rotations moves to the rotation of that number."),
    )
    why = ReasonField(
        label=_("Why you move them"),
        required=False,
        help_text=_("For the history; only editors see it."),
    )

    def __init__(self, *args: Any, rows: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missions = {one.pk for row in rows for one in missions_of(row)}
        field: Any = self.fields["leave"]
        field.queryset = Mission.objects.filter(pk__in=missions)
        if len(missions) == 1:
            self.initial["leave"] = missions.pop()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        leave, to = self.cleaned_data.get("leave"), self.cleaned_data.get("to")
        if leave and leave == to:
            self.add_error("to", _("Choose another mission than the one that they leave."))
        return cleaned

    @property
    def mark(self) -> str:
        """What the page has shown the changes of."""
        return f"{self.cleaned_data['leave'].pk}-{self.cleaned_data['to'].pk}"


class MovableAdmin(CitedRecordAdmin[RecordType]):
    """Records that belong to missions."""

    actions = (*CitedRecordAdmin.actions, "move_chosen")

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.move_chosen_view)
        return [path("move-chosen/", view, name=self.named("move_chosen")), *super().get_urls()]

    @admin.action(
        description=_("Move the chosen records to another mission"), permissions=["change"]
    )
    def move_chosen(self, request: HttpRequest, rows: Any) -> HttpResponse | None:
        if not self.may_be_done(request, rows, self.has_change_permission):
            return None
        lines = lines_of(rows)
        return self._move_page(request, lines, MoveForm(rows=self._placed(lines)))

    def move_chosen_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        to_the_list = HttpResponseRedirect(reverse(f"admin:{self.named('changelist')}"))
        if request.method != "POST":
            return to_the_list
        with self.chosen(request, self.has_change_permission) as lines:
            if not lines:
                self.message_user(request, NOTHING_CHOSEN, messages.WARNING)
                return to_the_list
            form = MoveForm(request.POST, rows=self._placed(lines))
            mark = ""
            if form.is_valid() and not any(line.errors for line in lines):
                looked_at = MOVE in request.POST and request.POST.get("looked_at") == form.mark
                if self._moved(request, lines, form, is_tried=not looked_at):
                    return to_the_list
                mark = "" if any(line.errors for line in lines) else form.mark
        return self._move_page(request, lines, form, mark)

    def _placed(self, lines: list[Line]) -> list[Any]:
        rows = [line.row for line in lines]
        # What it belongs to is read of all of them at once.
        paths = {"mission": "mission", "missions": "missions", "rotation": "rotation__mission"}
        prefetch_related_objects(rows, *(paths[name] for name in leading(self.model)))
        for line in lines:
            line.now = where(line.row)
        return rows

    def _moved(
        self, request: HttpRequest, lines: list[Line], form: MoveForm, *, is_tried: bool
    ) -> bool:
        leave, to = form.cleaned_data["leave"], form.cleaned_data["to"]
        moving = [line for line in lines if leave in missions_of(line.row)]

        def act(changes: Changes, line: Line) -> None:
            was_public = line.row.is_public
            along = list(said_with(line.row)) if isinstance(line.row, Rotation) else []
            move(changes, line.row, leave, to)
            for other in along:
                self._move_along(request, changes, other, to)
                line.along.append(_("With it: %s.") % named(other))
            line.then = where(line.row)
            if was_public and not line.row.is_public:
                line.along.append(str(HIDDEN_THEN))

        if not self.done_to_all(
            request, moving, act, form.cleaned_data["why"], is_tried=is_tried or not moving
        ):
            return False
        told = ngettext(
            "%(number)s record was moved to %(to)s.",
            "%(number)s records were moved to %(to)s.",
            len(moving),
        ) % {"number": len(moving), "to": to}
        self.message_user(request, told, messages.SUCCESS)
        return True

    def _move_along(self, request: HttpRequest, changes: Changes, other: Any, to: Mission) -> None:
        its_admin: Any = self.admin_site.get_model_admin(type(other))
        if not its_admin.has_change_permission(request, other):
            message = _("You may not change what would move with it: %s.")
            raise ValidationError(message % named(other))
        other.mission = to
        _save(changes, other)

    def _move_page(
        self, request: HttpRequest, lines: list[Line], form: MoveForm, mark: str = ""
    ) -> HttpResponse:
        show_first_wrong(form)
        context = self.admin_site.each_context(request) | {
            "title": _("Move to another mission"),
            "opts": self.opts,
            "address": reverse(f"admin:{self.named('move_chosen')}"),
            "form": form,
            "shown": Shown.of(lines),
            "mark": mark if any(line.then for line in lines) else "",
            "was_shown": form.is_bound and form.is_valid(),
        }
        return TemplateResponse(request, "admin/missions/move_chosen.html", context)
