"""What the public pages of all records show the same way."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

from django import template
from django.db import models
from django.forms import BoundField
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from records.days import day_in_words
from records.languages import in_digits
from records.models import PublicationState
from records.prefetching import linked
from records.rendering import filling, joined, kept_part, shown_in_a_row

register = template.Library()


register.filter("linked", linked)
register.filter("in_digits", in_digits)
register.filter("day_in_words", day_in_words)
register.filter("in_a_row", shown_in_a_row)


@register.simple_tag
def today_in_words() -> str:
    return day_in_words(timezone.now())


@register.simple_tag
def kept(template_name: str, **values: Hashable) -> SafeString:
    """As `include ... only`, of a template that says the same whenever it is given the same."""
    return kept_part(template_name, **values)


@register.simple_tag
def state_tag(record: Any) -> SafeString:
    """That a record is a draft, or withdrawn; of what is published nothing needs to be said."""
    if record.state == PublicationState.PUBLISHED:
        return SafeString("")
    return kept_part("records/_tag.html", state=str(record.state))


@register.simple_tag(takes_context=True)
def narrowed_to(context: Context, name: str) -> str:
    """The address of this list with the records of which no source states what a filter asks."""
    asked = context["request"].GET.copy()
    asked.pop("page", None)
    asked[name] = "not-stated"
    return f"?{asked.urlencode()}"


@register.filter
def admin_url(record: models.Model) -> str:
    """Where an editor edits the record."""
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])


@register.filter
def options(field: BoundField) -> SafeString:
    """The choices of a field, of which a form would draw each by templates of its own, at ten
    times the cost."""
    value = field.value()
    chosen = {str(one or "") for one in (value if isinstance(value, list) else [value])} or {""}
    choices: Iterable[tuple[Any, Any]] = field.field.choices  # type: ignore[attr-defined] # of fields that have some
    option = filling("records/_option.html")
    return joined(
        option(value=str(choice), words=str(words), is_chosen=str(choice) in chosen)
        for choice, words in choices
    )
