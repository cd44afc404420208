"""What is answered when something fails that only time or the operator can mend."""

from __future__ import annotations

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

LOST = (OperationalError, InterfaceError)
"""Of a database that is not there, does not answer, cannot be written, or takes too long."""
DISK_REFUSES = {errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO}
SECONDS_TO_WAIT = 30


def server_error(request: HttpRequest) -> HttpResponse:
    """503 while it is an outage, which passes; 500 for faults of the code."""
    fault = sys.exc_info()[1]
    if isinstance(fault, LOST) or (isinstance(fault, OSError) and fault.errno in DISK_REFUSES):
        # Without the request: nothing may be asked of what does not answer.
        page = render_to_string("503.html", {"sent": request.method == "POST"})
        told = {"Retry-After": str(SECONDS_TO_WAIT), "Cache-Control": "no-store"}
        return HttpResponse(page, status=503, headers=told)
    return defaults.server_error(request)
