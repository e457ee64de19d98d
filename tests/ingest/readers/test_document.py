"""The reference text that readers write: paragraphs, pages, and where which of them stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import BlockKind
from ingest.errors import UnreadableArticle
from ingest.readers import document
from ingest.readers.document import DocumentWriter, level, page_of, paragraphs_of
from ingest.readers.front_matter import FrontMatter

PARTS = st.lists(st.one_of(st.none(), st.text(max_size=30)), max_size=12)


@given(PARTS)
def test_every_paragraph_stands_where_it_is_said_to_on_its_page(parts: list[str | None]) -> None:
    writer, page, expected = DocumentWriter("a.pdf"), 1, []
    for part in parts:
        if part is None:
            writer.turn()
            page += 1
        elif level(part):
            expected.append((level(part), page))
            writer.add(part)
    if not expected:
        with pytest.raises(UnreadableArticle, match="there is no text in it"):
            writer.finish(FrontMatter())
        return
    written = writer.finish(FrontMatter())
    text = written.text
    found = [(text[block.start : block.end], page_of(text, block.start) or 1) for block in written.blocks]
    assert found == expected
    assert [(block.start, block.end) for block in written.blocks] == list(paragraphs_of(written.text))
    written.text.encode()


def test_a_paragraph_may_go_on_over_the_page() -> None:
    writer = DocumentWriter("a.pdf")
    writer.add("The boat left\f on  Monday.", over_pages=True)
    writer.add("It\fcame back.")
    assert writer.finish(FrontMatter()).text == "The boat left\fon Monday.\n\nIt came back."


def test_white_space_is_levelled_and_what_nobody_sees_is_gone() -> None:
    assert level(" a\u00a0 b\r\n\tc\u2028d\x00\x07e\ud800 ") == "a b c de"


def test_more_text_than_any_article_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MOST_PARAGRAPHS", 10)
    writer = DocumentWriter("a.pdf")
    for number in range(10):
        writer.add(f"Paragraph {number}", BlockKind.LISTED)
    with pytest.raises(UnreadableArticle, match="more text than any article"):
        writer.add("One too many")
