"""The citations of a record, below its form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any, ClassVar, TypeVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from catalogue.admin_search import IndexedSearchAdmin
from catalogue.models import Listing
from editions.admin import RecordAdmin
from editions.admin.forms import VersionedForm
from editions.admin.records import PUBLISH
from records.admin import in_every_language, without_deleting
from records.admin_forms import RegisterForm, RowSelect
from records.admin_inlines import RegisterFormSet, RegisterInline
from records.admin_input import is_number
from records.models import QUANTITY, PublicationState, Record, Versioned
from records.number_fields import WholeNumberField
from sources.carrying import Words, carries
from sources.cited_from import SOURCE
from sources.doubts import ANY, WARNING, Doubt, DoubtKind, doubts_of
from sources.evidence import citation_model
from sources.models import (
    Citation,
    Locator,
    Passage,
    Source,
    SourceCitation,
    Stance,
    evidence_errors,
)
from sources.uses import citing

from .typed import CitedForm, words_typed

RecordType = TypeVar("RecordType", bound=Record)

QUOTED = ("quoted_source", "quoted_locator", "quoted_number", "quoted_words")
"""Fields of a new citation that make its passage too."""
PASSAGE = "passage"
"""What the address of a new record calls the passage that it is to rest on."""
LAST_SOURCE = "last-source"
"""What the session calls the source that was cited or made last: the next figure often is of it."""


class PrintedTextField(forms.CharField):
    """A text kept letter by letter, but for the line ends that a browser writes its own way."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text


class PassageSelect(RowSelect):
    """Shows the passage that the form has at hand without asking the database for it again."""

    passage: Passage | None = None

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        if self.passage and list(value) == [str(self.passage.pk)]:
            option = self.create_option(name, value[0], str(self.passage), True, 0)
            return [(None, [option], 0)]
        return super().optgroups(name, value, attr)


class CitationForm(RegisterForm):
    """Cites a passage that is there, or quotes one of a source anew."""

    last_source: ClassVar[int | str | None] = None
    """The source that the address names, or else the one that the editor cited or made last."""

    quoted_source = forms.ModelChoiceField(
        Source.objects.all(),
        label=_("Quote a source"),
        required=False,
        widget=RowSelect(Passage._meta.get_field("source"), admin.site),
    )
    quoted_locator = forms.ChoiceField(
        label=_("Where it stands"), choices=[("", "---------"), *Locator.choices], required=False
    )
    quoted_number = WholeNumberField(label=_("Which one"), min_value=0, required=False)
    quoted_words = PrintedTextField(
        label=_("Its words"),
        required=False,
        widget=AdminTextareaWidget({"rows": 2}),
        help_text=_("Letter by letter, as few as carry the statement. They become a passage."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quoted: Passage | None = None
        if self.instance.passage_id:
            wrapper: Any = self.fields["passage"].widget
            wrapper.widget.passage = self.instance.passage
        if self.instance.pk:
            for name in QUOTED:
                self.fields[name].widget = forms.HiddenInput()
                self.fields[name].disabled = True
        else:
            self.fields["passage"].required = False
            self.fields["passage"].label = _("Or choose a passage")
            self.fields["quoted_source"].initial = self.last_source

    def has_changed(self) -> bool:
        """The source alone is only proposed."""
        return bool(set(self.changed_data) - {"quoted_source"})

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk or {"passage", *QUOTED} & self.errors.keys():
            return cleaned
        source, quoted = self.cleaned_data["quoted_source"], self.cleaned_data["quoted_words"]
        if self.cleaned_data["passage"]:
            if quoted:
                self.add_error("quoted_words", _("Choose a passage or quote one: not both."))
        elif not quoted:
            self.add_error("passage", _("Quote a source above, or choose a passage."))
        elif not source:
            self.add_error("quoted_source", _("Say which source prints these words."))
        else:
            self.quoted = self._passage(source, quoted)
        return cleaned

    def _passage(self, source: Source, quotation: str) -> Passage:
        """The one with these words, if it is there already."""
        there = Passage.objects.filter(source=source, quotation=quotation).order_by("order").first()
        if there:
            return there
        passage = Passage(
            source=source,
            quotation=quotation,
            locator=self.cleaned_data["quoted_locator"],
            locator_number=self.cleaned_data["quoted_number"],
        )
        try:
            passage.full_clean()
        except ValidationError as error:
            self.add_error("quoted_words", error.messages)
        return passage

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.quoted and not self.errors:
            self.cleaned_data["passage"] = self.instance.passage = self.quoted

    def save(self, commit: bool = True) -> Any:
        """What is quoted anew is there before what cites it."""
        if self.quoted:
            if not self.quoted.pk:
                self.quoted.save()
            self.instance.passage = self.quoted
        return super().save(commit)


class CitationFormSet(RegisterFormSet):
    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        return self.get_form_error()

    def get_form_error(self) -> str:
        return str(_("This passage is cited for this already."))

    def clean(self) -> None:
        """Nothing becomes public without a sentence that the public can read."""
        super().clean()
        self._share_what_is_quoted()
        is_to_be_public = self.instance.is_published or PUBLISH in self.data
        # A source is evidence itself.
        if any(self.errors) or not is_to_be_public or isinstance(self.instance, Source):
            return
        cited = [
            form.cleaned_data["passage"]
            for form in self.forms
            if form.cleaned_data
            and not form.cleaned_data.get("DELETE")
            and form.cleaned_data["stance"] != Stance.DIFFERS
        ]
        if errors := evidence_errors(cited):
            raise ValidationError(errors)

    def _share_what_is_quoted(self) -> None:
        """The same words are quoted once, for however many fields they are cited."""
        quoted: dict[tuple[int, str], Passage] = {}
        cited = set()
        for form in self.forms:
            if form.quoted and form.is_valid() and not form.cleaned_data.get("DELETE"):
                words = (form.quoted.source_id, form.quoted.quotation)
                form.quoted = quoted.setdefault(words, form.quoted)
                form.cleaned_data["passage"] = form.instance.passage = form.quoted
                place = (words, form.cleaned_data["field"])
                if place in cited:
                    form.add_error("quoted_words", self.get_form_error())
                cited.add(place)


class CitationInline(RegisterInline, TranslationStackedInline[Any, Any]):
    """The passages that a record rests on; `inline_of` makes one for each kind of record."""

    form = CitationForm
    formset = CitationFormSet
    fields = (
        "quoted_source", "quoted_words", "passage", "quotation", ("field", "stance"), "says",
        ("quoted_locator", "quoted_number"), in_every_language("note"), "confirmed",
    )  # fmt: skip
    readonly_fields = ("quotation",)
    autocomplete_fields = ("passage",)
    verbose_name = _("citation")
    verbose_name_plural = _("citations: the sentences it rests on")

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """A new record has room for its first citation; a source needs none."""
        return 0 if obj or self.model is SourceCitation else 1

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("passage__source")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        asked = request.GET.get(SOURCE, "")
        formset.form.last_source = asked if is_number(asked) else request.session.get(LAST_SOURCE)
        return formset

    @admin.display(description=_("quotation"))
    def quotation(self, citation: Citation) -> str:
        if not citation.passage_id:
            return str(_("It is shown here once the passage is chosen and saved."))
        return format_html("“{}”", citation.passage.quotation)

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: Any, **kwargs: Any) -> Any:
        if db_field.name != "field":
            return without_deleting(super().formfield_for_dbfield(db_field, request, **kwargs))
        record = self.model.record_model()
        return forms.ChoiceField(
            label=capfirst(str(db_field.verbose_name)),
            help_text=db_field.help_text,
            choices=[("", _("the record as a whole")), *record.citable().items()],
            required=False,
        )

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "passage":
            kwargs["widget"] = PassageSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def inline_of(table: type[Citation]) -> type[CitationInline]:
    return type(f"{table.__name__}Inline", (CitationInline,), {"model": table})


class CitedRecordAdmin(IndexedSearchAdmin[RecordType], RecordAdmin[RecordType]):
    """A record with its citations below it, which is found by the words of the search index."""

    form: type[VersionedForm] = CitedForm
    cited_through: ClassVar[tuple[str, ...]] = ()
    """Relations to records that belong to these and carry citations too: ranks of a person."""

    def resting_on(self, source: int) -> QuerySet[Any]:
        """Those that cite a source, themselves or by what belongs to them."""
        rows = citing(self.model, source)
        for path in self.cited_through:
            by_it = {f"{path}__citations__passage__source": source}
            cited: QuerySet[Any] = self.model._base_manager.filter(**by_it).order_by()
            rows |= self.model._base_manager.filter(pk__in=cited.values("pk"))
        return rows

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        if request.method == "POST" and issubclass(form, CitedForm):
            form = type(form.__name__, (form,), {"cited": words_typed(request.POST)})
        return form

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """The address of a new record may say which passage it is to rest on."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        passage = request.GET.get(PASSAGE, "")
        if request.method == "GET" and issubclass(inline.model, Citation) and is_number(passage):
            kwargs["initial"] = [{"passage": passage}]
        return kwargs

    def get_inlines(self, request: HttpRequest, obj: RecordType | None) -> Any:
        return [*super().get_inlines(request, obj), inline_of(citation_model(self.model))]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Saves, and warns of values that no cited sentence may carry."""
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            self.keep_last_source(request, formset)
        if form.instance.state == PublicationState.PUBLISHED:
            cited_anew = {
                row.cleaned_data.get("field")
                for formset in formsets
                if issubclass(formset.model, Citation)
                for row in formset.forms
                if row.has_changed()
            }
            changed = {_column_of(name) for name in form.changed_data}
            for told in resting_as_before(form.instance, changed - cited_anew):
                self.message_user(request, told, messages.WARNING)
        if "_continue" not in request.POST:
            # Or else the form itself says so.
            self._tell_doubts(request, form.instance)

    def saved_along(self, formset: Any) -> list[Versioned]:
        """With the citations, the passages that were quoted anew."""
        rows = super().saved_along(formset)
        if issubclass(formset.model, Citation):
            quoted = (getattr(form, "quoted", None) for form in formset.forms)
            rows += {one.pk: one for one in quoted if one and one.pk}.values()
        return rows

    def keep_last_source(self, request: HttpRequest, formset: Any) -> None:
        if issubclass(formset.model, Citation) and formset.new_objects:
            request.session[LAST_SOURCE] = formset.new_objects[-1].passage.source_id

    def _tell_doubts(self, request: HttpRequest, record: Any) -> None:
        """What was saved is kept as it is; the warnings lead back to it."""
        doubts = self.doubts_of(type(record)._default_manager.get(pk=record.pk))
        if doubts:
            items = format_html_join("", "<li>{}</li>", ((doubt.message,) for doubt in doubts))
            message = ngettext(
                "%(link)s was saved, with a warning:%(list)s",
                "%(link)s was saved, with %(number)s warnings:%(list)s",
                len(doubts),
            )
            link = format_html('<a href="{}">{}</a>', form_of(record), record)
            words = {"link": link, "number": len(doubts)}
            told = format_html(
                message.replace("%(list)s", "{}") % words, format_html("<ul>{}</ul>", items)
            )
            self.message_user(request, told, messages.WARNING)

    def doubts_of(self, record: RecordType) -> list[Doubt]:
        """What its form warns of."""
        return doubts_of(record)

    def get_list_filter(self, request: HttpRequest) -> Any:
        filters = [*super().get_list_filter(request), WarningFilter]
        return filters if self.model is Source else [*filters, SourceFilter]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        row = kwargs.get("obj")
        stored = type(row)._default_manager.filter(pk=row.pk).first() if row else None
        told = {"doubts": self.doubts_of(stored) if stored else []}
        return super().render_change_form(request, context | told, *args, **kwargs)


def _column_of(name: str) -> str:
    """The citable column that a field of a form belongs to."""
    if name in QUANTITY:
        return "value"
    return name.removesuffix(f"_{settings.LANGUAGE_CODE}")


class WarningFilter(admin.SimpleListFilter):
    """The records about which there is a warning, as the catalogue has it."""

    title = _("warning")
    parameter_name = WARNING

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        of_sources = (DoubtKind.DATE, DoubtKind.NO_ADDRESS, DoubtKind.SAME_ADDRESS)
        kinds = [
            (kind.value, kind.label)
            for kind in DoubtKind
            if kind not in of_sources or model_admin.model is Source
        ]
        return [(ANY, _("any")), *kinds]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        listed = Listing.objects.filter(
            facet__kind=queryset.model._meta.model_name,
            facet__name=WARNING,
            facet__value=self.value(),
        )
        return queryset.filter(pk__in=listed.values("object_id"))


SOURCES_OFFERED = 20
"""Those that were entered last; the form of each other source leads to the same lists."""


class SourceFilter(admin.SimpleListFilter):
    """The records that cite a source, in any state."""

    title = _("source")
    parameter_name = SOURCE

    def __init__(self, request: Any, params: Any, model: Any, model_admin: Any) -> None:
        self.of_admin = model_admin
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        last = Source.objects.order_by("-pk").values_list("pk", "title")
        offered = dict(last[:SOURCES_OFFERED])
        chosen = self.value()
        if chosen and is_number(chosen) and int(chosen) not in offered:
            offered |= dict(last.filter(pk=chosen))
        return [(str(pk), Truncator(title).chars(60)) for pk, title in offered.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if not chosen:
            return queryset
        if not is_number(chosen):
            raise IncorrectLookupParameters
        return queryset.filter(pk__in=self.of_admin.resting_on(int(chosen)).values("pk"))


def form_of(record: Record) -> str:
    """Where a record is edited."""
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])


def resting_as_before(record: Record, changed: Collection[str]) -> Iterator[str]:
    """Of changed columns of which nothing can be looked for in words: what they still rest on."""
    citations: Any = record.citations  # type: ignore[attr-defined] # of every record
    quotations: dict[str, list[str]] = defaultdict(list)
    read: dict[str, list[Words]] = defaultdict(list)
    for citation in citations.select_related("passage__source"):
        quotations[citation.field].append(f"“{citation.passage.quotation}”")
        read[citation.field].append(
            Words(citation.passage.quotation, citation.passage.source.language)
        )
    for name in record.citable_fields:
        column = record._meta.get_field(name)
        if name not in changed or column.many_to_many or not getattr(record, name):
            continue
        about = capfirst(str(column.verbose_name))  # type: ignore[union-attr]
        if name in quotations and all(carries(one, record, name) is None for one in read[name]):
            quoted = " · ".join(quotations[name])
            yield _("%(about)s was changed, and rests on the same words as before: %(quoted)s") % {
                "about": about, "quoted": quoted,
            }  # fmt: skip


class TranslatedRecordAdmin(CitedRecordAdmin[RecordType], TranslationAdmin[RecordType]):
    """A record of which people read some fields in three languages."""
