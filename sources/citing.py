"""How to cite a page of the register, in the forms that readers and their programs use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dateformat import format as dated
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from .addresses import BIBTEX, RIS, in_form

SITE = "Kazbat"

LATEX = {
    "\\": r"\textbackslash{}",
    # Not `\{`: BibTeX counts braces without looking at what stands before them.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&#_%"},
}
WIKITEXT = "|{}[]'~="
"""Beside what HTML escapes: signs that would end a parameter or begin some markup."""


@dataclass(frozen=True)
class CitedPage:
    """A page of one record, as somebody reads it today."""

    title: str
    site: str
    """Scheme and host."""
    path: str
    edition: int | None
    day: date | None
    """Of the edition."""
    read_on: date

    @property
    def address(self) -> str:
        """Of this edition for good, where there is one."""
        edition = f"?edition={self.edition}" if self.edition else ""
        return f"{self.site}{self.path}{edition}"

    @property
    def name(self) -> str:
        """Of the entry in a bibliography: "personnel-aliya"."""
        return self.path.strip("/").replace("/", "-")

    def plain(self) -> str:
        words: dict[str, Any] = {
            "title": self.title,
            "address": self.address,
            "edition": self.edition,
            "day": _day(self.day),
            "read_on": _day(self.read_on),
        }
        if self.edition is None:
            return _("“%(title)s”. Kazbat. %(address)s (read on %(read_on)s).") % words
        return (
            _(
                "“%(title)s”. Kazbat, edition %(edition)s of %(day)s. %(address)s "
                "(read on %(read_on)s)."
            )
            % words
        )

    def apa(self) -> str:
        """In English, whatever the page is in: the style prescribes its words."""
        with override("en"):
            day = dated(self.day, "Y, F j") if self.day else "n.d."
            read_on = dated(self.read_on, "F j, Y")
        return f"{SITE}. ({day}). {self.title}. Retrieved {read_on}, from {self.address}"

    def bibtex(self) -> str:
        fields = {
            "author": f"{{{SITE}}}",
            "title": f"{{{_latex(self.title)}}}",
            **({"year": f"{self.day:%Y}", "date": f"{self.day:%Y-%m-%d}"} if self.day else {}),
            "url": self.address,
            "urldate": f"{self.read_on:%Y-%m-%d}",
        }
        lines = (f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{kazbat-{self.name},\n" + ",\n".join(lines) + "\n}\n"

    def ris(self) -> str:
        fields = [
            ("TY", "ELEC"),
            ("AU", SITE),
            ("TI", _one_line(self.title)),
            *([("PY", f"{self.day:%Y}"), ("DA", f"{self.day:%Y/%m/%d}")] if self.day else []),
            ("PB", SITE),
            ("UR", self.address),
            ("Y2", f"{self.read_on:%Y/%m/%d}"),
            ("ER", ""),
        ]
        return "".join(f"{tag}  - {value}\r\n" for tag, value in fields)

    def wikipedia(self) -> str:
        parameters = {
            "author": SITE,
            "title": _wikitext(self.title),
            "url": self.address,
            "website": SITE,
            "date": f"{self.day:%Y-%m-%d}" if self.day else "",
            "access-date": f"{self.read_on:%Y-%m-%d}",
        }
        told = "".join(f" |{name}={value}" for name, value in parameters.items() if value)
        return f"{{{{cite web{told}}}}}"

    def forms(self) -> list[tuple[str, Any, str, str]]:
        """Each form with a name, a label, its text, and the address of its file."""
        return [
            ("plain", gettext_lazy("As text"), self.plain(), ""),
            ("apa", "APA", self.apa(), ""),
            ("bibtex", "BibTeX", self.bibtex(), in_form(self.path, BIBTEX)),
            ("ris", "RIS", self.ris(), in_form(self.path, RIS)),
            ("wikipedia", "Wikipedia", self.wikipedia(), ""),
        ]


def _day(day: date | None) -> str:
    return dated(day, "j F Y") if day else ""


def _one_line(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()


def _latex(text: str) -> str:
    return "".join(LATEX.get(sign, sign) for sign in _one_line(text))


def _wikitext(text: str) -> str:
    escaped = escape(_one_line(text)).replace("&#x27;", "'")
    return "".join(f"&#{ord(sign)};" if sign in WIKITEXT else sign for sign in escaped)
