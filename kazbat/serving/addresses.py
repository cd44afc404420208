"""Addresses without what they do not need."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.http import escape_leading_slashes

from kazbat.middleware import Answer

from .visitors import is_public_page


def no_empty_parameters(get_response: Answer) -> Answer:
    """A form sends every field; the address that a reader copies holds those that say something."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        # What a script of the page asks for is no address that anybody sees.
        if query and request.headers.get("hx-request") != "true" and is_public_page(request):
            # As it was sent, byte by byte: whatever cannot be read is the page's to refuse.
            kept = "&".join(part for part in query.split("&") if part.partition("=")[2])
            if kept != query:
                # Two leading slashes would lead to another site.
                path = escape_leading_slashes(request.get_full_path().partition("?")[0])
                return HttpResponseRedirect(f"{path}?{kept}" if kept else path)
        return get_response(request)

    return answer
