from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.utils.text import Truncator

from sources.models import Passage, Source
from sources.models.passage import find_quotation
from sources.parts import quoted_characters


class Command(BaseCommand):
    help = "Checks every passage of a source against the source's full text, letter by letter."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "source", help="The last part of the source's address: astana-times-kazbat."
        )
        parser.add_argument(
            "--text",
            type=Path,
            required=True,
            help="A file with the full text in UTF-8. It is only read, and kept nowhere.",
        )

    def handle(self, *, source: str, text: Path, **options: Any) -> None:
        row = find_source(source)
        full_text = read_text(text)
        passages = list(row.passages.all())
        holding = []
        for passage in passages:
            passage.source = row
            if reason := why_it_fails(passage, full_text):
                self.stdout.write(f"{label(passage)}: {reason}")
            else:
                holding.append(passage)
        quoted = quoted_characters((one.offset, len(one.quotation)) for one in holding)
        failures = len(passages) - len(holding)
        length_differs = row.text_length not in (None, len(full_text))
        if length_differs:
            self.stdout.write(
                f"The source is recorded as {row.text_length:,} characters long; "
                f"this text has {len(full_text):,}."
            )
        self.stdout.write(
            f"{len(holding):,} of {len(passages):,} passages hold. They quote "
            f"{quoted:,} of the text's {len(full_text):,} characters."
        )
        if failures or length_differs:
            raise CommandError("The register and this text do not agree.")
        self.stdout.write(self.style.SUCCESS("Every quotation stands where the register says."))


def find_source(slug: str) -> Source:
    try:
        return Source.objects.get(slug=slug)
    except Source.DoesNotExist:
        near = get_close_matches(slug, Source.objects.values_list("slug", flat=True), cutoff=0.4)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise CommandError(f"There is no source called {slug}.{hint}") from None


def read_text(path: Path) -> str:
    """The file's text as offsets count it: a line end is one character, a byte order mark none."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandError(
            f"{path} is not written in UTF-8 (byte {error.start + 1}). Save it as UTF-8."
        ) from error
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error


def why_it_fails(passage: Passage, text: str) -> str:
    """Why the text does not hold the passage; empty if it does. An offset left out is found."""
    try:
        passage.offset = find_quotation(text, passage.quotation, passage.offset)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def label(passage: Passage) -> str:
    offset = "" if passage.offset is None else f" at {passage.offset}"
    return f"Passage {passage.order}{offset}, “{Truncator(passage.quotation).chars(60)}”"
