from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Max, Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from catalogue.facets import Following, of_parts
from catalogue.searchable import Searchable
from editions.withholding.words import between_marks
from records.constraints import Check, UniqueTogether, one_of
from records.languages import columns_of
from records.models import Versioned, VisibleWith, VisibleWithQuerySet

from .source import Source

NO_WORDS = _("Quote the words of the source.")

PASSAGES_IN_A_PART = 100
"""A source's page shows so many; of more it has several parts. It never changes: see `Passage`."""


class Locator(models.TextChoices):
    """Where in a source a passage stands."""

    HEADLINE = "headline", _("headline")
    BYLINE = "byline", _("byline")
    DATELINE = "dateline", _("dateline")
    PARAGRAPH = "paragraph", _("paragraph")
    CAPTION = "caption", _("photo caption")
    CREDIT = "credit", _("photo credit")
    PAGE = "page", _("page")
    TABLE = "table", _("table")
    FOOTER = "footer", _("sign-up line below the text")


class PassageQuerySet(VisibleWithQuerySet["Passage"]):
    pass


class Passage(Searchable, VisibleWith, Versioned):
    """A verbatim quotation of a source: the shortest span that carries a statement."""

    natural_key_fields = ("source__slug", "order")
    said_once = ("source", "quotation", "offset")
    visible_only_with = ("source",)
    owner_field = "source"
    search_prefetch = ("source",)
    # Or else every passage would be found by the words of its source's title.
    found_by_text = False
    read_together = (("locator", "locator_number"),)

    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="passages"
    )
    order = models.PositiveIntegerField(
        _("order"),
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Its place among the source's passages. Leave it empty to put it last."),
    )
    quotation = models.TextField(
        _("quotation"),
        validators=[RegexValidator(r"\S", NO_WORDS)],
        help_text=_(
            "Letter by letter as it is printed, with its curly apostrophes, dashes and spaces. "
            "The shortest stretch that carries the statement."
        ),
    )
    offset = models.PositiveIntegerField(
        _("offset"),
        null=True,
        blank=True,
        help_text=_(
            "How many characters of the source's text stand before the quotation. Leave it empty "
            "if the archived text is here and the quotation occurs in it only once."
        ),
    )
    locator = models.CharField(_("where it stands"), max_length=10, choices=Locator, blank=True)
    locator_number = models.PositiveIntegerField(
        _("which one"), null=True, blank=True, help_text=_("The number of the paragraph or page.")
    )
    words_before = models.CharField(
        _("words before it"),
        max_length=100,
        blank=True,
        help_text=_(
            "A few words of the source that stand just before the quotation, if the same words "
            "stand in it earlier: or else the link to the original opens at those. Taken from the "
            "archived text where it is here."
        ),
    )
    translation = models.TextField(
        _("translation"),
        blank=True,
        help_text=_("Shown below the quotation as a translation, never as the source's words."),
    )
    translated_by = models.CharField(
        _("translated by"),
        max_length=200,
        blank=True,
        help_text=_("Public: the editors of the register, a translator, a program."),
    )

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ("source", "order")
        constraints = [
            UniqueTogether(
                fields=("source", "order"),
                at="order",
                name="sources_passage_order_unique",
                violation_error_message=_("Another passage of this source has this number."),
            ),
            Check(
                condition=~Q(quotation=""),
                at="quotation",
                name="sources_passage_quotation_not_empty",
                violation_error_message=NO_WORDS,
            ),
            models.CheckConstraint(
                condition=Q(order__gte=1), name="sources_passage_order_from_one"
            ),
            one_of("locator", ["", *Locator.values]),
        ]

    def __str__(self) -> str:
        where = self.source.publisher or Truncator(self.source.title).chars(60)
        return f"“{Truncator(self.quotation).chars(120)}” ({self.place}, {where})"

    def get_absolute_url(self) -> str:
        """The same for ever, however many passages its source has one day.

        Of the first numbers it is the source's page, whose first part shows them or leads to
        them; of the others, an address that leads to the part in which they stand.
        """
        asked = f"?passage={self.order}" if self.order > PASSAGES_IN_A_PART else ""
        return f"{self.source.get_absolute_url()}{asked}#passage-{self.order}"

    @property
    def place(self) -> str:
        """Where in the source it stands: "paragraph 9"."""
        if not self.locator:
            return str(_("place not noted"))
        name = str(Locator(self.locator).label)
        return f"{name} {self.locator_number}" if self.locator_number else name

    @property
    def live_url(self) -> str:
        """The source's own page, opened at the sentence by its first and last words."""
        return text_fragment_url(self.source.url, self.quotation, self.words_before)

    @property
    def archived_live_url(self) -> str:
        """The archived copy of that page, opened there too."""
        return text_fragment_url(self.source.archived_url, self.quotation, self.words_before)

    def is_shown(self) -> bool:
        return self.is_public and not self.hidden_among([self.pk])

    @classmethod
    def found_with(cls) -> Iterator[Following]:
        """What rests on them, and all with which that is hidden."""
        from sources.uses import citation_tables

        for table in citation_tables():
            yield from of_parts(table, "passage")

    @classmethod
    def hidden_among(cls, ids: Collection[int]) -> Collection[int]:
        """Those on which nothing public rests: they may quote what was said of somebody who has
        since been withdrawn."""
        from sources.uses import passages_in_public_use

        return set(ids) - passages_in_public_use(ids) if ids else set()

    def as_linked(self) -> dict[str, Any]:
        """The quotation with its place, as the records that rest on it show it."""
        return {
            "quotation": self.quotation,
            "place": self.place,
            "order": self.order,
            "offset": self.offset,
            "source": self.source_id,
            "source_label": str(self.source),
            "language": self.source.language,
        }

    def clean(self) -> None:
        self.clean_alone()
        source = self._source_at_hand()
        # Of two that differed in a name, the rest may be the same once both are withheld.
        is_whole = self.quotation.strip() and between_marks(self.quotation) == [self.quotation]
        if source and source.pk and is_whole:
            same: Any = Passage._default_manager.filter(
                source=source, quotation=self.quotation, offset=self.offset
            )
            if twin := same.exclude(pk=self.pk).first():
                raise self.twin_error(twin)

    def clean_alone(self) -> None:
        super().clean()
        self._check_translations()
        # That there are no words, their own rule says.
        source = self._source_at_hand() if self.quotation.strip() else None
        if source and (text := source.archived_text):
            self.offset = find_quotation(text, self.quotation, self.offset)
            if not self.words_before and text.find(self.quotation) < self.offset:
                self.words_before = last_words(text[: self.offset])

    def _check_translations(self) -> None:
        """Whoever reads a translation must know whose it is."""
        translators = columns_of("translated_by")
        for code, name in columns_of("translation").items():
            text, translator = getattr(self, name), getattr(self, translators[code])
            if text and not translator:
                raise ValidationError({translators[code]: _("Say who translated it.")})
            if translator and not text:
                raise ValidationError({name: _("Write the translation, or clear whose it is.")})

    def twin_error(self, twin: Passage) -> ValidationError:
        message = _("This passage is there already: number %s of its source.") % twin.order
        return ValidationError({"quotation": message})

    def _source_at_hand(self) -> Any:
        """One that is being added together with its passages has no number yet."""
        return self._state.fields_cache.get("source") or (self.source_id and self.source)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.order:
            last = self.source.passages.aggregate(last=Max("order"))["last"]
            self.order = (last or 0) + 1
        super().save(*args, **kwargs)

    def search_title(self) -> str:
        return self.quotation

    def search_text(self) -> str:
        return str(self.source)


def find_quotation(text: str, quotation: str, offset: int | None) -> int:
    """The offset at which a text holds a quotation, letter by letter.

    Without an offset the quotation must occur exactly once. Raises ValidationError, at the
    field concerned, if the text does not hold it there, or holds it several times.
    """
    if offset is not None and text.startswith(quotation, offset):
        return offset
    found = _occurrences(text, quotation)
    places = ", ".join(str(place) for place in found[:10])
    if not found:
        raise ValidationError(
            {
                "quotation": _(
                    "The source's archived text does not hold these words. Copy them from it "
                    "letter by letter, with its apostrophes, dashes and spaces."
                )
            }
        )
    if offset is not None:
        raise ValidationError(
            {"offset": _("The text does not hold the quotation here, but at: %s.") % places}
        )
    if len(found) > 1:
        raise ValidationError(
            {"offset": _("The text holds this several times, at: %s. Say which.") % places}
        )
    return found[0]


def _occurrences(text: str, quotation: str) -> list[int]:
    found = []
    place = text.find(quotation)
    while place >= 0:
        found.append(place)
        place = text.find(quotation, place + 1)
    return found


def last_words(text: str, number: int = 4) -> str:
    """Of the line that a text ends with, or the one before; enough to tell places apart."""
    return " ".join(text.split()[-number:])[-100:]


def text_fragment_url(
    url: str, quotation: str, words_before: str = "", words_at_an_end: int = 6
) -> str:
    """A link that opens a page at the quotation, or nothing without a page.

    What stands just before it tells it from the same words further up.
    """
    if not url:
        return ""
    page = url.partition("#")[0]
    words = max(between_marks(quotation), key=len).split()
    if not words:
        return page
    is_whole = words == quotation.split()
    words_before = between_marks(words_before)[-1].strip() if is_whole else ""
    if len(words) > 2 * words_at_an_end:
        parts = [" ".join(words[:words_at_an_end]), " ".join(words[-words_at_an_end:])]
    else:
        parts = [" ".join(words)]
    fragment = ",".join(map(_in_fragment, parts))
    before = f"{_in_fragment(words_before)}-," if words_before else ""
    return f"{page}#:~:text={before}{fragment}"


def _in_fragment(words: str) -> str:
    # A bare hyphen has a meaning of its own in text fragments.
    return quote(words, safe="").replace("-", "%2D")
