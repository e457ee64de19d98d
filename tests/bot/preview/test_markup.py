"""Telegram's HTML, its leniency and its refusals."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.preview.entities import Entity, Formatted, utf16_length
from bot.preview.markup import MarkupError, parse_html

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@pytest.mark.parametrize(
    ("html", "kind", "argument"),
    [
        ("<b>ja</b>", "bold", ""),
        ("<strong>ja</strong>", "bold", ""),
        ("<i>ja</i>", "italic", ""),
        ("<em>ja</em>", "italic", ""),
        ("<u>ja</u>", "underline", ""),
        ("<ins>ja</ins>", "underline", ""),
        ("<s>ja</s>", "strikethrough", ""),
        ("<del>ja</del>", "strikethrough", ""),
        ("<tg-spoiler>ja</tg-spoiler>", "spoiler", ""),
        ('<span class="tg-spoiler">ja</span>', "spoiler", ""),
        ("<code>ja</code>", "code", ""),
        ("<pre>ja</pre>", "pre", ""),
        ('<pre><code class="language-python">ja</code></pre>', "pre", "python"),
        ("<blockquote>ja</blockquote>", "blockquote", ""),
        ("<blockquote expandable>ja</blockquote>", "expandable_blockquote", ""),
        ("<BLOCKQUOTE EXPANDABLE>ja</BLOCKQUOTE>", "expandable_blockquote", ""),
        ('<a href="https://example.org/?a=1&amp;b=2">ja</a>', "text_link", "https://example.org/?a=1&b=2"),
        ("<a href='tg://user?id=7'>ja</a>", "text_link", "tg://user?id=7"),
        ('<tg-emoji emoji-id="5368324170671202286">ja</tg-emoji>', "custom_emoji", "5368324170671202286"),
        ("<b>ja</>", "bold", ""),
    ],
)
def test_a_tag_becomes_an_entity(html: str, kind: str, argument: str) -> None:
    assert parse_html(html) == Formatted("ja", (Entity(kind, 0, 2, argument),))


@pytest.mark.parametrize(
    ("html", "error"),
    [
        ("å<x>b</x>", 'Unsupported start tag "x" at byte offset 2'),
        ("5 < 6", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>ja", 'Can\'t find end tag corresponding to start tag "b"'),
        ("ja</b>", "Unexpected end tag at byte offset 2"),
        ("<b>ja</i>", 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'),
        ("<b><i>ja</b></i>", 'Unmatched end tag at byte offset 8, expected "</i>", found "</b>"'),
        ("<b>ja</b", "Unclosed end tag at byte offset 5"),
        ('<span class="loud">ja</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href=?x>ja</a>", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">ja</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ('<tg-emoji emoji-id="no">ja</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_malformed_markup_is_refused_in_telegrams_words(html: str, error: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_html(html)
    assert str(caught.value) == error


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("&lt;&gt;&amp;&quot;", '<>&"'),
        ("&#1575;&#x627;", "اا"),
        ("&nbsp;&copy;", "&nbsp;&copy;"),
        ("AT&T", "AT&T"),
        ("&lt", "<"),
        ("&#xd800;", "&#xd800;"),
    ],
)
def test_character_references(html: str, text: str) -> None:
    assert parse_html(html) == Formatted(text)


def test_offsets_count_utf16_units() -> None:
    formatted = parse_html("😀 <b>😀</b> <i>ja</i>")
    assert formatted.entities == (Entity("bold", 3, 2), Entity("italic", 6, 2))


def test_nested_tags_come_outermost_first() -> None:
    formatted = parse_html("<blockquote><b>a</b><i>b</i></blockquote>")
    assert [entity.type for entity in formatted.entities] == ["blockquote", "bold", "italic"]


def test_an_empty_tag_leaves_nothing() -> None:
    assert parse_html("<b></b>ja") == Formatted("ja")


@given(WORDS)
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(escape(text)) == Formatted(text)


@given(WORDS, WORDS)
def test_an_entity_covers_exactly_what_stood_in_the_tag(before: str, inside: str) -> None:
    formatted = parse_html(f"{escape(before)}<b>{escape(inside)}</b>")
    expected = (Entity("bold", utf16_length(before), utf16_length(inside)),) if inside else ()
    assert formatted == Formatted(before + inside, expected)


@given(st.text("<>/&;ab=\"' !-", max_size=40))
def test_any_text_is_parsed_or_refused(html: str) -> None:
    try:
        formatted = parse_html(html)
    except MarkupError:
        return
    assert all(entity.end <= utf16_length(formatted.text) for entity in formatted.entities)
