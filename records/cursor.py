"""Where the cursor stands in a form that was refused: in the first field that is wrong.

Said by the server (`autofocus`), so that no script is needed; once on a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.utils import flatten, flatten_fieldsets

SEVERAL_BOXES = (forms.CheckboxSelectMultiple, forms.MultiWidget, forms.RadioSelect)
"""Each of their boxes would have it."""
FOLDED = "collapse"

Place = tuple[Any, str]
"""A field of a form."""


def show_first_wrong(form: Any) -> None:
    """Of a form that stands alone on its page."""
    _put(form, _first_of(form, form.fields))


def show_first_wrong_of(adminform: Any, inlines: Iterable[Any]) -> None:
    """Of a form of the admin with the rows below it, in the order of the page; unfolds it too."""
    form, formsets = adminform.form, list(inlines)
    if not form.is_bound:
        return
    adminform.fieldsets = _unfolded(adminform.fieldsets, form.errors)
    for inline in formsets:
        if inline.formset.non_form_errors():
            inline.classes = " ".join(_without_fold(inline.classes.split()))
        for row in inline.formset.forms:
            inline.fieldsets = _unfolded(inline.fieldsets, row.errors)
    own = flatten_fieldsets(adminform.fieldsets)
    place = _wrong_in(form, own)
    for inline in formsets:
        place = place or _wrong_below(inline)
    # What is wrong with the form as a whole stands above its first field.
    _put(form, place or _shown(form, own))


def _put(form: Any, place: Place | None) -> None:
    for name in form.fields:
        _widget(form, name).attrs.pop("autofocus", None)
    if place:
        _widget(*place).attrs["autofocus"] = True


def _first_of(form: Any, names: Iterable[str]) -> Place | None:
    return _wrong_in(form, names) or _shown(form, names) if form.errors else None


def _wrong_below(inline: Any) -> Place | None:
    names = flatten_fieldsets(inline.fieldsets)
    for row in inline.formset.forms:
        if place := _first_of(row, names):
            return place
    rows = inline.formset.forms if inline.formset.non_form_errors() else []
    return _shown(rows[0], names) if rows else None


def _wrong_in(form: Any, names: Iterable[str]) -> Place | None:
    return _shown(form, (name for name in names if name in form.errors))


def _shown(form: Any, names: Iterable[str]) -> Place | None:
    """The first of the fields that the cursor can stand in."""
    for name in names:
        field = form.fields.get(name)
        if field is None or field.disabled or field.widget.is_hidden:
            continue
        if not isinstance(_widget(form, name), SEVERAL_BOXES):
            return form, name
    return None


def _widget(form: Any, name: str) -> Any:
    widget = form.fields[name].widget
    # Django puts links to add and to change a related row around the widget itself.
    return getattr(widget, "widget", widget)


def _unfolded(fieldsets: Iterable[Any], wrong: Any) -> list[Any]:
    """Django opens a fieldset for what is wrong in it, but not where fields share a row."""
    found = []
    for name, options in fieldsets:
        if set(flatten(options["fields"])) & set(wrong):
            found.append((name, options | {"classes": _without_fold(options.get("classes", ()))}))
        else:
            found.append((name, options))
    return found


def _without_fold(classes: Iterable[str]) -> list[str]:
    return [one for one in classes if one != FOLDED]
