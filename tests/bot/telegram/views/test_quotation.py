import unicodedata
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.quotes.citation import Quotation
from bot.telegram.callbacks import CITED_FILE
from bot.telegram.views.pagination import MESSAGE_LIMIT
from bot.telegram.views.quotation import Surroundings, find, from_article, opened
from bot.texts import Texts
from ingest.article import Article, Paragraph
from tests.bot.telegram.samples import HARBOUR, NEAREST

TEXT = "Første avsnitt.\nLES OGSÅ\nFør. Sitatet. Etter.\nSiste avsnitt."
ARTICLE = Article(
    source="a.txt",
    text=TEXT,
    encoding="utf-8",
    content_hash="ab",
    title="Tittel",
    language="nb",
    paragraphs=(Paragraph(0, 15), Paragraph(25, 45), Paragraph(46, 60)),
)
QUOTED = Quotation(
    source="a.txt",
    first_line=3,
    last_line=3,
    quote="Sitatet.",
    language="nb",
    title="Tittel",
    content_hash="ab",
    start=30,
)


def test_the_neighbours_are_paragraphs_of_the_article_not_lines_of_the_file() -> None:
    assert find(QUOTED, ARTICLE) == Surroundings("Første avsnitt.", "Før. ", " Etter.", "Siste avsnitt.")


def test_a_passage_without_a_place_is_searched_for() -> None:
    assert find(replace(QUOTED, start=None, content_hash=None), ARTICLE) == find(QUOTED, ARTICLE)


def test_what_is_no_longer_there_is_not_found() -> None:
    assert find(replace(QUOTED, content_hash="cd"), ARTICLE) is None
    assert find(replace(QUOTED, start=29), ARTICLE) is None
    assert find(replace(QUOTED, quote="Noe annet.", start=None, content_hash=None), ARTICLE) is None


def test_a_quotation_over_two_paragraphs_has_both_around_it() -> None:
    long = replace(QUOTED, quote=TEXT[30:51], start=30)
    assert find(long, ARTICLE) == Surroundings("Første avsnitt.", "Før. ", " avsnitt.", "")


def test_what_cleaning_took_out_is_shown_alone() -> None:
    assert find(replace(QUOTED, quote="LES OGSÅ", start=16), ARTICLE) == Surroundings()


def test_the_first_and_the_last_have_one_neighbour() -> None:
    first = replace(QUOTED, quote="Første", start=0)
    assert find(first, ARTICLE) == Surroundings("", "", " avsnitt.", "Før. Sitatet. Etter.")


def test_long_neighbours_are_shortened_towards_the_quotation() -> None:
    around = Surroundings("for " * 500, "før " * 500, " etter" * 500, "bak " * 500)
    [page] = opened(QUOTED, around, "", None, Texts("nb")).pages
    assert page.length < 2300
    assert "før <b>Sitatet.</b> etter" in page.html
    assert "…" in page.html


def test_a_notice_and_a_button() -> None:
    tap = CITED_FILE.data(7, 1)
    reply = opened(QUOTED, None, "passage.changed", tap, Texts("en"))
    assert Texts("en").text("passage.changed") in reply.pages[0].plain
    assert isinstance(reply.keyboard, InlineKeyboardMarkup)
    assert reply.keyboard.inline_keyboard[0][0].callback_data == tap


def test_a_text_that_was_extracted_says_so_and_has_pages_instead_of_lines() -> None:
    for page, place in ((3, "a.html · page 3 · as extracted"), (None, "a.html · as extracted")):
        [shown] = opened(replace(QUOTED, source="a.html", page=page), None, "", None, Texts("en")).pages
        assert "".join(c for c in shown.plain.splitlines()[-1] if unicodedata.category(c) != "Cf") == place


def test_an_offered_passage_learns_from_its_article_who_published_it() -> None:
    article = replace(ARTICLE, outlet="Nordavis", published=date(2024, 2, 28))
    passage = from_article(NEAREST[0], article)
    assert (passage.outlet, passage.published) == ("Nordavis", date(2024, 2, 28))
    assert from_article(HARBOUR, replace(article, outlet="Sørposten")).outlet == HARBOUR.outlet


@given(st.text(max_size=6000), st.text(max_size=1500), st.text(max_size=1500))
def test_any_text_fits_and_stays_text(quote: str, before: str, after: str) -> None:
    around = Surroundings(before, before, after, after)
    reply = opened(replace(QUOTED, quote=quote), around, "", None, Texts("ar"))
    assert all(page.length <= MESSAGE_LIMIT for page in reply.pages)
    assert all(
        "<" not in page.html.replace("<b>", "").replace("</b>", "").replace("<code>", "").replace("</code>", "")
        for page in reply.pages
    )


def test_a_translation_stands_below_the_original() -> None:
    quoted = replace(HARBOUR, translation="The harbour opens again.")
    [page] = opened(quoted, None, "", None, Texts("en")).pages
    before, _, after = page.plain.partition(HARBOUR.quote)
    assert before
    assert after.strip("\n\u2068\u2069").startswith("Machine translation: ")
