"""Nothing of other people's words can be tapped in what is sent, by the rules by which the stand-in marks messages."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.preview.call import formatted
from bot.preview.detection import detected
from bot.preview.entities import Entity, Formatted, utf16_slice
from bot.telegram.views.inert import inert
from bot.telegram.views.layout import Block, Line, Page, Run
from bot.telegram.views.reply import prose
from bot.texts import Live, Texts, isolate, visible

OURS = {"bold", "italic", "code", "text_link", "blockquote", "expandable_blockquote"}
HOSTILE = "@ola_n /start #olje $NOK a@b.no x.no/a http://x.yz tg://join 10.0.0.1 news.md نفط.مصر"
NUMBERS = "+47 22 33 44 55, 22334455, (212) 555-0123, 4242 4242 4242 4242"

WORDS = ["no", "com", "ola_nordmann", "://", "http", "tg://", "10.0.0.1", "a.b.1", "22 33 44 55"]
pieces = st.sampled_from([*"@/#$.:+-_ 09aZøن\u200e\u2068«", *WORDS])
hostile = st.lists(pieces, max_size=12).map("".join)


def marked(content: Formatted) -> list[str]:
    """What a person could tap, but for links of our own."""
    tappable = [entity for entity in content.entities if entity.type not in OURS]
    return [utf16_slice(content.text, entity.offset, entity.length) for entity in tappable]


def shown(page: Page) -> list[str]:
    return marked(formatted(page.html, "HTML", []))


def of_runs(*runs: Run) -> Page:
    return Page((Block((Line(runs),)),))


@example("10.0.0.1/10.0.0.1")
@given(hostile)
def test_a_line_of_anything_is_inert_once_and_for_all(text: str) -> None:
    assert marked(detected(Formatted(inert(text)))) == []
    assert inert(inert(text)) == inert(text)
    assert inert(text).replace("\u2060", "") == text


@example(before="/", bold="", after="/_", isolated=True)
@given(hostile, hostile, hostile, st.booleans())
def test_so_it_is_over_the_bounds_of_bold_words(before: str, bold: str, after: str, isolated: bool) -> None:
    page = of_runs(Run(visible(before), isolated=isolated), Run(visible(bold), "b"), Run(visible(after)))
    assert shown(page) == []
    assert marked(detected(Formatted(page.unmarked))) == []


@example("10.0.0.1/10.0.0.1")
@given(hostile)
def test_a_value_of_a_text_is_inert_and_a_command_of_ours_is_not(text: str) -> None:
    said = Texts("en").text("unsubscribe.which", typed=text, command=Live("/unsubscribe"))
    assert shown(Page((prose(said, Texts("en")),))) == ["/unsubscribe"]


def test_the_stand_in_would_mark_all_of_this() -> None:
    assert len(marked(detected(Formatted(HOSTILE)))) == 11
    assert len(marked(detected(Formatted(NUMBERS)))) == 2
    assert shown(of_runs(Run(HOSTILE), Run(f" {NUMBERS}", isolated=True))) == []


def test_a_number_that_can_be_called_is_cut_into_pieces_that_cannot() -> None:
    assert max(map(len, inert(NUMBERS).split("\u2060"))) < 18
    assert inert("22334455") == "22334\u2060455"


@pytest.mark.parametrize(
    "text",
    [
        "1 250 000 kroner",
        "12.500.000",
        "2026-03-01",
        "01.03.2026",
        "1939-1945",
        "12:30",
        "f. eks. 3,5 kg",
        "U.S.A.",
        "50/50",
    ],
)
def test_amounts_dates_and_shortenings_are_left_as_they_are(text: str) -> None:
    assert inert(text) == text


def test_foreign_words_cannot_claim_to_be_live() -> None:
    assert shown(of_runs(Run(isolate("\u2068\u2068/start\u2069\u2069")))) == []
    assert shown(of_runs(Run("\u2068\u2068/start\u2069\u2069", isolated=True))) == []


def test_a_file_name_and_a_link_of_ours_are_left_as_they_are() -> None:
    page = of_runs(Run("news.md", "code", isolated=True), Run("avis.no", link="https://avis.no/1"))
    content = formatted(page.html, "HTML", [])
    assert "\u2060" not in content.text
    assert [entity.type for entity in content.entities] == ["code", "text_link"]
    assert isinstance(content.entities[0], Entity)
    assert marked(detected(Formatted(page.unmarked))) == []
