"""Words that Telegram would make clickable, or ring somebody for, made inert. Pure.

Telegram marks addresses, @names, /commands, #hashtags, $tags, phone and card numbers in whatever a bot sends, and no
setting of the Bot API stops that. A word joiner (U+2060) takes no room, may stand anywhere, and ends all of them:

    @ola → @⁠ola      /start → /⁠start      news.md → news.⁠md

It favours safety: what only looks like an address gets one as well. What `bot.texts.live` marks is left alone. Knows
nothing of `code` and links, where Telegram marks nothing: `bot.telegram.views.layout` leaves those out.
"""

import re
from collections.abc import Iterator, Sequence

JOINER = "\u2060"
_LIVE = re.compile("\u2068\u2068[^\u2068\u2069]*\u2069\u2069")
_BREAKS = re.compile(
    r"""@(?=[A-Za-z0-9_])                   # a name, the middle of an e-mail address
      | (?<![\w/<>])/(?=[A-Za-z0-9_])       # a command
      | \#(?=[\w\u200c\u00b7\u0d80-\u0dff]) # a hashtag
      | \$(?=[A-Z1])                        # a stock
      | :(?=//)                             # the scheme of an address
      | (?<=\S)\.(?=[^\W\d_])(?=[^\W\d_.][^\s.]) # what may be a top-level domain: two letters, or more
      | \+(?=[0-9])                           # a phone number
    """,
    re.VERBOSE,
)
_SLASH = re.compile("/[A-Za-z0-9_]")
_ADDRESS = re.compile(r"[0-9]+(?:\.[0-9]+){3,}")
_LONG_NUMBER = re.compile("[0-9](?:[ \u00a0\u202f.()/-]{0,2}[0-9]){6,}")
_NEVER_CALLED = re.compile(
    "[1-9][0-9]{0,2}([ \u00a0\u202f.])[0-9]{3}(?:\\1[0-9]{3}){1,2}"  # an amount in groups of three
    "|[0-9]{4}([-./ ])[0-9]{1,2}\\2[0-9]{1,2}|[0-9]{1,2}([-./ ])[0-9]{1,2}\\3[0-9]{4}"  # a date
    "|[12][0-9]{3}[-/ ][12][0-9]{3}"  # two years
)
_GROUP = 5
"""Digits between two joiners: fewer than any phone number has (E.164), or any card."""


def joints(text: str) -> list[int]:
    """Give the places in a line before which a joiner is to be set, in order; none where all is inert already."""
    live = [match.span() for match in _LIVE.finditer(text)]
    found = {place for place in _places(text) if not any(start <= place < end for start, end in live)}
    found |= {place + 1 for place in found if _SLASH.match(text, place)}  # A joiner in front makes a command of it.
    return sorted(place for place in found if text[place : place + 1] != JOINER)


def joined(text: str, places: Sequence[int], start: int = 0) -> str:
    """Set joiners into a piece of a line that begins at `start` in it."""
    for place in reversed(places):
        if start < place <= start + len(text):
            text = text[: place - start] + JOINER + text[place - start :]
    return text


def inert(text: str) -> str:
    """Give a line of text of which nothing can be tapped."""
    return joined(text, joints(text))


def _places(text: str) -> Iterator[int]:
    for match in _BREAKS.finditer(text):
        yield match.end()
    for address in _ADDRESS.finditer(text):
        yield from (address.start() + dot.end() for dot in re.finditer(r"\.", address.group()))
    for number in _LONG_NUMBER.finditer(text):
        if text[number.start() - 1 : number.start()] == "+" or not _NEVER_CALLED.fullmatch(number.group()):
            digits = list(re.finditer("[0-9]", number.group()))
            yield from (number.start() + digit.end() for digit in digits[_GROUP - 1 : -1 : _GROUP])
