from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.views.layout import Block, Line, Page, Run, units
from bot.telegram.views.pagination import cut, paginate
from tests.bot.telegram.views.test_layout import blocks

LIMIT = 120


def sentence(words: int, *, quoted: bool = False) -> Block:
    return Block((Line((Run(" ".join(["ord"] * words)),)),), quoted=quoted)


def letters(pages: tuple[Page, ...]) -> str:
    return "".join(character for page in pages for character in page.plain if character.isalnum())


def test_what_fits_stays_one_message() -> None:
    assert len(paginate([sentence(5), sentence(5, quoted=True)])) == 1


def test_it_breaks_between_blocks() -> None:
    pages = paginate([sentence(15), sentence(20), sentence(3)], LIMIT)
    assert [len(page.blocks) for page in pages] == [1, 2]


def test_a_block_that_is_too_long_is_broken_between_words_and_stays_quoted() -> None:
    pages = paginate([sentence(500, quoted=True)], LIMIT)
    assert len(pages) > 10
    assert {word for page in pages for word in page.plain.split()} == {"ord"}
    assert all(page.html.startswith("<blockquote expandable>") for page in pages)
    assert all(page.html.endswith("</blockquote>") for page in pages)


def test_words_as_long_as_a_book_are_broken_too() -> None:
    pages = paginate([Block((Line((Run("x" * 1000, "b", isolated=True),)),))], LIMIT)
    assert letters(pages) == "x" * 1000
    assert all(page.html.count("<b>") == page.html.count("</b>") for page in pages)


def test_a_letter_is_not_parted_from_its_marks() -> None:
    pieces = cut(Block((Line((Run("ه\u0651\u064e" * 200),)),)), LIMIT)
    assert all(not piece.plain.lstrip("\u200e\u200f").startswith(("\u0651", "\u064e")) for piece in pieces)
    family = "👩\u200d👩\u200d👧"
    pieces = cut(Block((Line((Run(family * 60),)),)), LIMIT)
    assert "".join(piece.plain.strip("\u200e") for piece in pieces) == family * 60
    assert all(piece.plain.strip("\u200e").endswith("👧") for piece in pieces)


def test_lone_surrogates_and_nothing_but_marks_come_to_an_end() -> None:
    assert paginate([Block((Line((Run("\ud800" * 1000),)),))], LIMIT)
    assert paginate([Block((Line((Run("\u0651" * 1000),)),))], LIMIT)


@settings(max_examples=40)
@given(st.lists(blocks, min_size=1, max_size=4), st.integers(60, 300))
def test_no_message_is_too_long_and_no_letter_is_lost(of: list[Block], limit: int) -> None:
    pages = paginate(of, limit)
    assert all(page.length <= limit for page in pages)
    assert letters(pages) == letters((Page(tuple(of)),))


@given(st.text("aé ه\u0651👩\u200d\n", min_size=200), st.booleans())
def test_long_text_of_any_kind_fits(text: str, isolated: bool) -> None:
    block = Block((Line((Run(text, "i", isolated),), "rtl"),), quoted=True)
    assert all(units(piece.plain) <= LIMIT for piece in cut(block, LIMIT))
