"""Text with its formatting beside it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.preview.entities import (
    MAX_ENTITIES,
    Entity,
    Formatted,
    from_json,
    in_order,
    to_json,
    trimmed,
    utf16_length,
    utf16_slice,
)

WORDS = st.text(st.characters(exclude_categories=["Cs"]))


@given(WORDS, WORDS, WORDS)
def test_a_slice_by_utf16_units_is_what_stood_there(before: str, middle: str, after: str) -> None:
    whole = before + middle + after
    assert utf16_slice(whole, utf16_length(before), utf16_length(middle)) == middle


def test_trimming_moves_and_cuts_entities() -> None:
    formatted = Formatted(" \n😀 ord \n", (Entity("bold", 0, 4), Entity("italic", 5, 6), Entity("code", 9, 2)))
    assert trimmed(formatted) == Formatted("😀 ord", (Entity("bold", 0, 2), Entity("italic", 3, 3)))


def test_the_hundred_and_first_entity_is_dropped() -> None:
    entities = [Entity("bold", 2 * number, 1) for number in range(MAX_ENTITIES + 1)]
    assert in_order(reversed(entities)) == tuple(entities[:MAX_ENTITIES])


def test_json_and_back() -> None:
    entity = Entity("text_link", 3, 4, "https://example.org")
    assert to_json(entity) == {"type": "text_link", "offset": 3, "length": 4, "url": "https://example.org"}
    assert from_json(to_json(entity)) == entity
