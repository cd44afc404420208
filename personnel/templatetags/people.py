"""Rows of the list of people, and of those who served on a mission."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from personnel.models import Deployment
from personnel.pages import ListedPerson
from records.rendering import Filling, filled_part, filling, joined, shown_in_a_row
from records.templatetags.records import state_tag
from sources.templatetags.evidence import Noting, contested_fields, noting

register = template.Library()


@register.simple_tag(takes_context=True)
def listed_people(context: Context, rows: Sequence[ListedPerson]) -> SafeString:
    form, notes = filling("personnel/_listed_person.html"), noting(context)
    return joined(_listed_person(form, notes, row) for row in rows)


def _listed_person(form: Filling, notes: Noting, row: ListedPerson) -> SafeString:
    person = row.person
    return form(
        address=person.get_absolute_url(),
        name=str(person),
        tag=state_tag(person),
        ranks=tuple((rank.as_printed, notes(rank)) for rank in row.ranks),
        service=tuple(
            (mission.address, mission.name, notes(deployment, "mission"))
            for deployment, mission in row.service
        ),
    )


@register.simple_tag(takes_context=True)
def deployment_details(
    context: Context, deployment: Deployment, not_stated: Sequence[str] = ()
) -> SafeString:
    """What is stated of a deployment beside who and where; `not_stated` names what is not."""
    return filled_part(
        "personnel/_deployment_details.html",
        role=str(deployment.role) if deployment.role else "",
        rotation=str(deployment.rotation.number) if deployment.rotation else "",
        country=deployment.host,
        period=deployment.period.in_words() if deployment.period else "",
        not_stated=SafeString(capfirst(shown_in_a_row(not_stated))),
        contested=contested_fields(context, deployment, "mission", "role", "rotation", "period"),
        serving_as_of_source=deployment.serving_as_of_source,
        activity=deployment.activity,
        note=deployment.note,
    )
