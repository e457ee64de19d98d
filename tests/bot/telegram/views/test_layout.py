import re
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.views.layout import Block, Line, Page, Run, units
from bot.texts import visible

styles = st.sampled_from(["", "b", "i", "code"])
runs = st.builds(Run, st.text(max_size=40).map(visible), styles) | st.builds(
    Run, st.text(max_size=40), styles, st.just(value=True)
)
lines = st.builds(Line, st.lists(runs, min_size=1, max_size=3).map(tuple), st.sampled_from(["ltr", "rtl"]))
blocks = st.builds(Block, st.lists(lines, min_size=1, max_size=4).map(tuple), st.booleans())


def test_everything_that_means_something_in_html_is_escaped() -> None:
    assert Run("a < b & c > d", "b").html == "<b>a &lt; b &amp; c &gt; d</b>"


def test_a_file_name_can_be_copied_without_what_isolates_it() -> None:
    assert Run("a.txt", "code", isolated=True).html == "\u2068<code>a.txt</code>\u2069"


def test_an_empty_run_leaves_no_empty_tag() -> None:
    assert Run("", "b").html == ""


def test_a_line_of_isolated_text_is_told_its_direction() -> None:
    line = Line((Run("1. "), Run("النفط", isolated=True), Run(" [1]")), "rtl")
    assert line.html == "\u200f1. \u2068النفط\u2069 [1]"
    assert Line((Run("1. "), Run("Oil.", isolated=True))).html == "\u200e1. \u2068Oil.\u2069"
    assert Line((Run("oil"),), "ltr").html == "oil"


def test_a_quotation_opens_on_a_tap() -> None:
    block = Block((Line((Run("a"),)), Line((Run("b"),))), quoted=True)
    assert block.html == "<blockquote expandable>a\nb</blockquote>"


def test_quotations_stand_together_and_texts_apart() -> None:
    text, quote = Block((Line((Run("t"),)),)), Block((Line((Run("q"),)),), quoted=True)
    assert Page((text, text, quote, quote)).plain == "t\n\nt\n\nq\nq"


def test_length_counts_as_telegram_does() -> None:
    assert units("a🚢") == 3
    assert Block((Line((Run("a🚢>", "b"),)),), quoted=True).length == 4


@settings(max_examples=40)
@given(st.lists(blocks, min_size=1, max_size=4).map(tuple))
def test_the_html_reads_as_the_plain_text(of: tuple[Block, ...]) -> None:
    page = Page(of)
    assert unescape(re.sub(r"</?(?:b|i|code|blockquote)(?: expandable)?>", "", page.html)) == page.plain
    assert page.length == units(page.plain)
    assert not set(page.plain) & set("\x00\u202e\u2067\r")
