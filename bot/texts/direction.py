"""Which way a text is written, how foreign text is made fit to be shown, and how both ways share a line.

Takes and gives plain strings. The characters are those of the Unicode Bidirectional Algorithm (UAX #9): the first
strong isolate U+2068, its end U+2069, and the marks U+200E and U+200F. Knows no language: only letters count.
What is `live` stands in two isolates; foreign text cannot claim to, since `visible` takes them out.
"""

import re
import unicodedata
from typing import Literal

Direction = Literal["ltr", "rtl"]

MARKS: dict[Direction, str] = {"ltr": "\u200e", "rtl": "\u200f"}
_ISOLATE, _END = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_HIDDEN = re.compile(
    # Soft hyphen, combining grapheme joiner, zero-width space and no-break space, word joiner and invisible operators,
    # annotation marks, musical controls, tags, and selectors of variants that no font has.
    "[\u00ad\u034f\u180e\u200b\u2060-\u2065\u206a-\u206f\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e01ef]"
)
# Joiners show only between letters of scripts that join, and in emoji.
_JOINERS = re.compile("(?<![^\u0000-\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\u0000-\u024f])")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


class Live(str):
    """A command or a name of the bot's own, which a tap may use; all other words are shown inert."""

    __slots__ = ()


def live(text: str) -> str:
    """Mark a command or a name as one that a tap may use, and isolate it."""
    return f"{_ISOLATE}{isolate(text)}{_END}"


def visible(text: str) -> str:
    """Make foreign text fit to be shown: one kind of line end, nothing that steers the screen.

    Control characters, lone surrogates and the explicit embeddings, overrides and isolates go (Telegram's own
    clean-up drops the embeddings too): a stray one in a file would turn the lines after it around. So does what no
    reader can see, in which words can be hidden from people and shown to a language model.
    """
    return _JOINERS.sub("", _HIDDEN.sub("", _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))))


def shorten(text: str, limit: int) -> str:
    """Cut a text to `limit` characters, between words if it can, with an ellipsis."""
    text = " ".join(visible(text).split())
    if len(text) <= limit:
        return text
    space = text.rfind(" ", limit // 2, limit)
    return text[: space if space > 0 else limit - 1].rstrip(" .,;:،؛") + "…"


def direction_of(text: str, default: Direction = "ltr") -> Direction:
    """Tell the direction in which most of the letters of `text` run; `default` where it has none."""
    kinds = [unicodedata.bidirectional(character) for character in text]
    right, left = sum(kind in _RIGHT_TO_LEFT for kind in kinds), kinds.count("L")
    if right == left:
        return default
    return "rtl" if right > left else "ltr"


def first_strong(text: str) -> Direction | None:
    """Tell the direction a screen gives to the line `text`: that of its first letter outside isolates (UAX #9, P2)."""
    depth = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"FSI", "LRI", "RLI"}:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and kind == "L":
            return "ltr"
        elif depth == 0 and kind in _RIGHT_TO_LEFT:
            return "rtl"
    return None


def isolate(text: str) -> str:
    """Wrap each line of a foreign text so that it neither takes nor gives direction to what stands beside it.

    A sentence that starts with a foreign name still runs the way of most of its letters.
    """
    lines = [(*isolation(line), line) for line in visible(text).split("\n")]
    return "\n".join(f"{before}{line}{after}" for before, after, line in lines)


def isolation(line: str) -> tuple[str, str]:
    """Give what `isolate` puts before and after one line."""
    own, way = first_strong(line), direction_of(line)
    return _ISOLATE + ("" if own in {way, None} else MARKS[way]), _END


def direction_mark(line: str, way: Direction, otherwise: Direction | None = "ltr") -> str:
    """Give the mark that makes `line` run `way` when put before it; "" where it does so by itself, or is empty.

    Args:
        line: Anything.
        way: In which it is to run.
        otherwise: In which the screen shows a line that has no letter outside isolates: left to right by UAX #9, P3,
            but in an Arabic interface often the other way; None where that is not known.
    """
    return "" if not line or (first_strong(line) or otherwise) == way else MARKS[way]
