from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sources.models import Source
from tests.factories import PassageFactory, SourceFactory

pytestmark = pytest.mark.django_db

TEXT = "First line – with a dash.\nMore than 270 people took part. More than 270 came back.\n"


@pytest.fixture
def source() -> Source:
    row: Source = SourceFactory.create(slug="an-article", text_length=len(TEXT))
    return row


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def quote(source: Source, quotation: str, offset: int | None = None) -> None:
    PassageFactory.create(source=source, quotation=quotation, offset=offset)


def verify(text: Path, source: str = "an-article") -> None:
    call_command("verify_quotes", source, text=text, no_color=True)


def refused(text: Path, source: str = "an-article") -> str:
    with pytest.raises(CommandError) as refusal:
        verify(text, source)
    return str(refusal.value)


def test_quotations_that_hold_pass_and_what_they_quote_is_counted(
    source: Source, text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quote(source, "First line – with a dash.", 0)
    quote(source, "line – with", 6)
    quote(source, "More than 270", TEXT.rindex("More"))

    verify(text)

    assert capsys.readouterr().out.splitlines() == [
        # 25 characters of the first line and 13 of the last sentence; the second overlaps.
        "3 of 3 passages hold. They quote 38 of the text's 83 characters.",
        "Every quotation stands where the register says.",
    ]


def test_a_quotation_without_offset_is_looked_for(
    source: Source, text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quote(source, "took part")

    verify(text)

    assert "They quote 9 of" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("quotation", "offset", "line"),
    [
        pytest.param(
            "First line - with a dash.",
            0,
            "Passage 1 at 0, “First line - with a dash.”: The source's archived text does not hold "
            "these words. Copy them from it letter by letter, with its apostrophes, dashes and "
            "spaces.",
            id="another dash",
        ),
        pytest.param(
            "took part",
            3,
            "Passage 1 at 3, “took part”: The text does not hold the quotation here, but at: 47.",
            id="elsewhere",
        ),
        pytest.param(
            "More than 270",
            None,
            "Passage 1, “More than 270”: The text holds this several times, at: 26, 58. Say which.",
            id="several times",
        ),
    ],
)
def test_a_quotation_that_does_not_hold_is_named_with_the_reason(
    source: Source,
    text: Path,
    capsys: pytest.CaptureFixture[str],
    quotation: str,
    offset: int | None,
    line: str,
) -> None:
    quote(source, quotation, offset)
    quote(source, "came back", 72)

    assert refused(text) == "The register and this text do not agree."
    said = capsys.readouterr().out.splitlines()
    assert said == [line, "1 of 2 passages hold. They quote 9 of the text's 83 characters."]


def test_a_text_of_another_length_does_not_agree(
    source: Source, text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quote(source, "First line", 0)
    Source.objects.update(text_length=4200)

    refused(text)

    assert (
        "The source is recorded as 4,200 characters long; this text has 83."
        in capsys.readouterr().out
    )


def test_a_length_that_nobody_has_recorded_is_no_failure(source: Source, text: Path) -> None:
    quote(source, "First line", 0)
    Source.objects.update(text_length=None)

    verify(text)


def test_passages_of_other_sources_are_left_alone(source: Source, text: Path) -> None:
    quote(SourceFactory.create(), "Words of another text.", 0)

    verify(text)


def test_nothing_is_changed(source: Source, text: Path) -> None:
    quote(source, "took part")

    verify(text)

    (passage,) = source.passages.all()
    assert passage.offset is None
    assert Source.objects.get().archived_text == ""


def test_windows_line_ends_and_a_byte_order_mark_do_not_shift_offsets(
    source: Source, text: Path
) -> None:
    text.write_bytes(TEXT.replace("\n", "\r\n").encode("utf-8-sig"))
    quote(source, "took part", 47)

    verify(text)


def test_an_unknown_source_is_answered_with_near_names(source: Source, text: Path) -> None:
    SourceFactory.create(slug="something-else-altogether")

    assert refused(text, "an-artikel") == (
        "There is no source called an-artikel. Did you mean an-article?"
    )


def test_an_unknown_source_without_near_names_is_said_to_be_unknown(text: Path) -> None:
    assert refused(text, "an-article") == "There is no source called an-article."


def test_a_file_that_is_not_there_is_named(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "nowhere.txt"

    assert refused(path) == f"{path} cannot be read: No such file or directory."


def test_a_file_in_another_encoding_is_named(source: Source, text: Path) -> None:
    text.write_bytes("Ахметова".encode("cp1251"))

    assert refused(text) == f"{text} is not written in UTF-8 (byte 1). Save it as UTF-8."
