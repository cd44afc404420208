"""Whose contingent troops served in, where it was not their own country's."""

from django.utils.translation import gettext_lazy as _

HOST = _("within the contingent of")
HOST_HELP = _(
    "The other country whose contingent they served in, as a source names it. Such a figure is "
    "never held against one of the whole."
)
