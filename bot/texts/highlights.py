"""Highlights: a foreign text on one line, cut where something in it is to be set in bold. Pure."""

import re
from collections.abc import Iterable, Iterator

from bot.texts.direction import visible

_SPACE = re.compile(r"\s+")


def pieces(text: str, ranges: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Cut `text` at half-open character ranges; gives its pieces, fit to be shown, and whether each is in a range.

    Ranges that overlap count as one, what lies outside of the text is ignored. White space becomes single spaces, none
    at the ends; no piece is empty.
    """
    found: list[tuple[str, bool]] = []
    for start, end, marked in _cut(len(text), ranges):
        piece = _SPACE.sub(" ", visible(text[start:end]))
        if not found or found[-1][0].endswith(" "):
            piece = piece.lstrip(" ")
        if piece:
            found.append((piece, marked))
    if found and (last := found[-1][0].rstrip(" ")) != found[-1][0]:
        found[-1:] = [(last, found[-1][1])] if last else []
    return found


def _cut(length: int, ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    at = 0
    for start, end in sorted((max(0, start), min(length, end)) for start, end in ranges):
        if end <= max(at, start):
            continue
        yield at, max(at, start), False
        yield max(at, start), end, True
        at = end
    yield at, length, False
