import re
from dataclasses import replace

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answers.answer import Answer, Disagreement, Notice
from bot.chat.asking import help_text
from bot.chat.buttons import Tap, Wish
from bot.chat.formatting import Reply, reply_to, words
from bot.chat.paging import MESSAGE_LIMIT
from bot.quotes.citation import Citation, Statement
from bot.quotes.disagreement import Kind
from bot.texts import Texts, shorten
from bot.texts.direction import first_strong
from tests.bot.chat.samples import ANSWER, DECLINED, HARBOUR, PORT

INVISIBLE = re.compile("[\u200e\u200f\u2068\u2069]")


def html(answer: Answer, language: str = "nb") -> str:
    return "\n".join(page.html for page in reply_to(answer, Texts(language), 7).pages)


def read(answer: Answer, language: str = "nb") -> list[str]:
    """The lines as a person reads them."""
    reply = reply_to(answer, Texts(language), 7)
    return INVISIBLE.sub("", "\n".join(page.plain for page in reply.pages)).split("\n")


def buttons(reply: Reply) -> list[InlineKeyboardButton]:
    """The buttons above the thumbs, which stand under every answer."""
    assert isinstance(reply.keyboard, InlineKeyboardMarkup)
    *rows, thumbs = reply.keyboard.inline_keyboard
    assert [(button.text, button.callback_data) for button in thumbs] == [("👍", "vote:7:1"), ("👎", "vote:7:0")]
    return [button for row in rows for button in row]


def test_an_answer_as_a_norwegian_reads_it() -> None:
    assert read(ANSWER) == [
        "1. Havnen i Vardø åpner igjen den 3. mars 2024. [1]",
        "",
        "2. قالت Reuters إن الميناء سيفتح في مايو. [2][1]",
        "",
        "[1] Nordavis <AS> · norsk bokmål · 28. februar 2024",
        "nord/havnen.md · linje 2",
        "Havnen i Vardø åpner igjen den 3. mars 2024.",
        "[2] arabisk",
        "port.txt · linje 4–5",
        "قالت Reuters إن الميناء سيفتح في مايو.",
        "وأضافت أن السفن تنتظر.",
    ]


def test_a_translation_stands_under_the_quotation_and_says_what_it_is() -> None:
    spoken = replace(PORT, translation="Reuters <sa> at havnen åpner\ni mai.")
    lines = read(replace(ANSWER, citations=(HARBOUR, spoken)))
    assert lines[-2:] == ["وأضافت أن السفن تنتظر.", "Maskinoversettelse: Reuters <sa> at havnen åpner i mai."]
    assert "<i>Maskinoversettelse: \u2068Reuters &lt;sa&gt; at" in html(replace(ANSWER, citations=(HARBOUR, spoken)))
    assert "Maskinoversettelse" not in html(ANSWER)


def test_the_same_as_an_arab_reads_it() -> None:
    lines = read(ANSWER, "ar")
    assert "[1] Nordavis <AS> · النرويجية بوكمال · 28 فبراير 2024" in lines
    assert "nord/havnen.md · السطر 2" in lines
    assert "port.txt · السطران 4 و5" in lines


def test_a_single_sentence_is_not_numbered() -> None:
    assert read(replace(ANSWER, statements=ANSWER.statements[:1]))[0].startswith("Havnen i Vardø")


def test_each_citation_is_a_quotation_that_opens() -> None:
    markup = html(ANSWER)
    assert markup.count("<blockquote expandable><b>[1]</b> ") == 1
    assert markup.count("</blockquote>") == 2
    assert "Nordavis &lt;AS&gt;" in markup
    assert "<code>nord/havnen.md</code>" in markup


@pytest.mark.parametrize("language", ["nb", "ar"])
def test_every_line_runs_the_way_of_what_it_says(language: str) -> None:
    lines = "\n".join(page.plain for page in reply_to(ANSWER, Texts(language), 7).pages).split("\n")
    interface = Texts(language).direction
    expected = ["ltr", None, "rtl", None, interface, interface, "ltr", interface, interface, "rtl", "rtl"]
    assert [first_strong(line) for line in lines] == expected
    assert "2. \u2068قالت Reuters إن الميناء سيفتح في مايو.\u2069 [2][1]" in lines[2]
    assert all(line.count("\u2068") == line.count("\u2069") for line in lines)


def test_a_button_for_each_citation() -> None:
    found = buttons(reply_to(ANSWER, Texts("nb"), 7))
    assert [INVISIBLE.sub("", button.text) for button in found] == ["[1] Nordavis <AS>", "[2] الميناء يفتح في مايو"]
    assert [button.callback_data for button in found] == [Tap(Wish.CITATION, 7, n).data for n in (1, 2)]


def test_labels_of_an_arabic_keyboard_run_right_to_left() -> None:
    assert all(first_strong(button.text) == "rtl" for button in buttons(reply_to(ANSWER, Texts("ar"), 7)))


def test_declining_says_so_and_offers_the_nearest_three() -> None:
    lines = read(DECLINED)
    assert lines[0] == "Artiklene jeg har, svarer ikke på dette."
    assert lines[2] == "Disse avsnittene kommer nærmest:"
    assert lines[4:7] == ["1. Om fisk · norsk bokmål", "Dette handler om fisk & lite annet.", "fisk.txt · linje 1–3"]
    assert not any("vær" in line for line in lines)
    found = buttons(reply_to(DECLINED, Texts("nb"), 7))
    nearest = [Tap(Wish.NEAREST, 7, n).data for n in (1, 2, 3)]
    assert [button.callback_data for button in found] == [*nearest, Tap(Wish.WATCH, 7, 0).data]


def test_what_is_near_shows_before_its_quotation_is_opened() -> None:
    passage = replace(DECLINED.passages[0], title="En overskrift som er en hel lang setning om fisken i fjorden")
    lines = read(replace(DECLINED, passages=(passage,)))
    assert lines[4:6] == ["1. En overskrift som er en hel lang… · norsk bokmål", "Dette handler om fisk & lite annet."]


def test_declining_without_anything_near_is_one_sentence() -> None:
    reply = reply_to(replace(DECLINED, passages=()), Texts("ar"), 7)
    assert [page.plain for page in reply.pages] == ["المقالات التي لديّ لا تجيب عن هذا."]
    assert reply.keyboard is None


@pytest.mark.parametrize("notice", [Notice.NOTHING_ASKED, Notice.NO_ARTICLES])
def test_where_there_is_nothing_to_decline_only_the_notice_is_given(notice: Notice) -> None:
    reply = reply_to(replace(DECLINED, notices=(notice,)), Texts("en"), 7)
    assert [page.plain for page in reply.pages] == [Texts("en").text(f"notice.{notice.value}")]
    assert reply.keyboard is None


@pytest.mark.parametrize("language", ["en", "ar", "nb"])
@pytest.mark.parametrize("notice", Notice)
def test_every_notice_is_one_line_in_every_language(notice: Notice, language: str) -> None:
    assert Texts(language).text(f"notice.{notice.value}") in read(replace(ANSWER, notices=(notice,)), language)


def test_nothing_from_outside_becomes_markup() -> None:
    evil = "</blockquote><a href='tg://x'>&amp; \u202e\u2069\x00"
    cited = replace(HARBOUR, source=evil, quote=evil, outlet=evil, title=evil, language=evil)
    markup = html(replace(ANSWER, statements=(Statement(evil, (1,)),), citations=(cited,)))
    assert set(re.findall(r"<[^>]*>", markup)) == {
        "<blockquote expandable>", "</blockquote>", "<b>", "</b>", "<code>", "</code>",
    }  # fmt: skip
    assert "&lt;/blockquote&gt;" in markup
    assert "\u202e" not in markup
    assert "\x00" not in markup


def test_a_long_answer_is_split_between_its_quotations_and_keeps_its_buttons() -> None:
    citations = tuple(replace(PORT, number=n, quote="خبر طويل. " * 120) for n in range(1, 9))
    reply = reply_to(replace(ANSWER, citations=citations), Texts("ar"), 7)
    assert len(reply.pages) == 3
    assert all(page.length <= MESSAGE_LIMIT for page in reply.pages)
    assert sum(page.html.count("<blockquote") for page in reply.pages) == 8
    assert len(buttons(reply)) == 8


def test_an_answer_that_says_nothing_at_all_still_gives_a_message() -> None:
    empty = replace(ANSWER, statements=(), citations=())
    assert reply_to(empty, Texts("en"), 7).pages[0].plain == Texts("en").text("answer.abstained")


def test_a_citation_without_a_name_still_has_a_label() -> None:
    bare: Citation = replace(HARBOUR, outlet=None, title="\x00")
    found = buttons(reply_to(replace(ANSWER, citations=(bare,)), Texts("nb"), 7))
    assert INVISIBLE.sub("", found[0].text) == "[1] Kilde"


def test_shortening_keeps_words() -> None:
    assert shorten("Russland og Nord-Korea, igjen", 24) == "Russland og Nord-Korea…"
    assert shorten("x" * 50, 10) == "x" * 9 + "…"
    assert shorten("  short\ntext ", 20) == "short text"


def test_own_words_run_the_way_of_the_interface() -> None:
    lines = words(help_text(Texts("ar")), Texts("ar"))
    assert {first_strong(line) for line in lines.pages[0].plain.split("\n") if line} == {"rtl"}
    assert "\u2068/sources\u2069" in lines.pages[0].html


def test_a_follow_up_says_what_it_was_taken_to_lean_on() -> None:
    lines = read(replace(ANSWER, follows="Når åpner havnen i Vardø?"))
    assert lines[0] == "Oppfattet som oppfølging av: Når åpner havnen i Vardø?"


def test_what_a_follow_up_was_understood_as_comes_first() -> None:
    understood = replace(ANSWER, follows="Hva er nytt?", rewritten="Når åpner <havnen>?")
    assert read(understood)[0] == "Forstått som: Når åpner <havnen>?"
    assert "Hva er nytt?" not in html(understood)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "⚖️ The sources differ on the date: [1] and [2]"),
        ("nb", "⚖️ Kildene er uenige om datoen: [1] og [2]"),
        ("ar", "⚖️ تختلف المصادر في التاريخ: [1] و[2]"),
    ],
)
def test_where_the_sources_differ_one_line_says_so(language: str, line: str) -> None:
    answer = replace(ANSWER, disagreements=(Disagreement(Kind.DATE, (1,), (2,)),))
    assert [it for it in read(answer, language) if "⚖️" in it] == [line]
    assert not any("⚖️" in it for it in read(ANSWER, language))


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["en", "nb", "ar"])
def test_every_kind_of_difference_is_one_line_in_every_language(kind: Kind, language: str) -> None:
    answer = replace(ANSWER, disagreements=(Disagreement(kind, (1, 2), (3,)),))
    (line,) = [it for it in read(answer, language) if "⚖️" in it]
    assert "[1][2]" in line
    assert "[3]" in line
