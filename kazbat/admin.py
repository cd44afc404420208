from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from editions.admin.withheld import WithholdingAdmin
from editions.models import Withholding

admin.site.site_header = _("Kazbat: the editors’ desk")
admin.site.site_title = _("Kazbat")
admin.site.index_title = _("What the register holds")

# Here, since the desk itself stands beside it and must be there first.
admin.site.register(Withholding, WithholdingAdmin)
