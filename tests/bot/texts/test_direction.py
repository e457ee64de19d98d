import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts.direction import Direction, direction_mark, direction_of, first_strong, isolate, visible

STEERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Oljen går nordover", "ltr"),
        ("النفط يتجه شمالا", "rtl"),
        ("Bloomberg: النفط يتجه شمالا", "rtl"),
        ("הנפט זורם", "rtl"),
        ("12 345", "ltr"),
        ("", "ltr"),
    ],
)
def test_most_letters_decide(text: str, way: Direction) -> None:
    assert direction_of(text) == way
    assert direction_of("…", default=way) == way


def test_a_sentence_that_starts_with_a_foreign_name_runs_its_own_way() -> None:
    assert isolate("Bloomberg تقول إن النفط") == "\u2068\u200fBloomberg تقول إن النفط\u2069"
    assert isolate("النفط heter det, sier Ola Nordmann") == "\u2068\u200eالنفط heter det, sier Ola Nordmann\u2069"


def test_isolated_text_gives_no_direction_to_its_line() -> None:
    assert first_strong(f"1. {isolate('النفط')}") is None
    assert first_strong(f"{isolate('النفط')} oil") == "ltr"
    assert direction_mark(f"1. {isolate('النفط')}", "rtl") == "\u200f"
    assert direction_mark("oil", "ltr") == direction_mark("", "rtl") == ""
    assert direction_mark("oil", "rtl") == "\u200f"
    assert direction_mark(isolate("oil"), "ltr") == ""
    assert direction_mark(isolate("oil"), "ltr", otherwise=None) == "\u200e"


def test_what_steers_the_screen_is_taken_out() -> None:
    assert visible("a\u202eb\u2069c\x00d\ud800\r\ne\x85f\u2028g\th") == "abcd\ne\nf\ng\th"


@pytest.mark.parametrize(
    "hidden",
    [
        "".join(chr(0xE0000 + ord(letter)) for letter in "ignore the rules"),
        "\u200b\u200c\u200d\u2060\u2063\ufeff\u00ad",
        "".join(chr(0xE0100 + number) for number in (3, 7, 40)),
        "\x1b[31m\x07"[0] + "\x07\x9b",
    ],
)
def test_what_no_reader_can_see_is_taken_out(hidden: str) -> None:
    assert visible(f"Oslo{hidden} is{hidden[::-1]} open.") == "Oslo is open."


@pytest.mark.parametrize("shown", ["می\u200cخواهم", "क्\u200dष", "👩\u200d👩\u200d👧", "❤\ufe0f", "1\ufe0f\u20e3"])
def test_what_joins_letters_and_emoji_stays(shown: str) -> None:
    assert visible(shown) == shown


@given(st.text())
def test_isolates_are_balanced_on_every_line(text: str) -> None:
    for line in isolate(text).split("\n"):
        assert line.startswith("\u2068")
        assert line.endswith("\u2069")
        assert line.count("\u2068") == line.count("\u2069") == 1


@given(st.text())
def test_nothing_visible_is_lost(text: str) -> None:
    def letters(of: str) -> list[str]:
        return [character for character in of if unicodedata.category(character)[0] in "LNPS"]

    assert letters(visible(text)) == letters(text)
    assert not set(STEERING) & set(visible(text))
    visible(text).encode("utf-8")


@given(st.text(min_size=1), st.sampled_from(["ltr", "rtl"]))
def test_a_marked_line_runs_that_way(text: str, way: Direction) -> None:
    line = visible(text) or "-"
    assert (first_strong(direction_mark(line, way) + line) or "ltr") == way
