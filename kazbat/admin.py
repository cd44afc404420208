from django.contrib import admin
from django.utils.translation import gettext_lazy as _

admin.site.site_header = _("Kazbat: the editors’ desk")
admin.site.site_title = _("Kazbat")
admin.site.index_title = _("What the register holds")
