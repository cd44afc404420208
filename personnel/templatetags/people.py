"""Rows of the list of people."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from personnel.pages import ListedPerson
from records.rendering import filled_part
from records.templatetags.records import state_tag
from sources.templatetags.evidence import notes

register = template.Library()


@register.simple_tag(takes_context=True)
def listed_person(context: Context, row: ListedPerson) -> SafeString:
    person = row.person
    return filled_part(
        "personnel/_listed_person.html",
        address=person.get_absolute_url(),
        name=str(person),
        tag=state_tag(person),
        ranks=tuple((rank.as_printed, notes(context, rank)) for rank in row.ranks),
        service=tuple(
            (mission.address, mission.name, notes(context, deployment, "mission"))
            for deployment, mission in row.service
        ),
    )
