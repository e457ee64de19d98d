"""Planted: what stands beside orders to machines, and is not to be believed either. Pure.

"Note to chatbots. The museum was robbed." – the second sentence gives no orders, and was put there by whoever gave the
first. So the sentences around an order, in the same paragraph, are neither shown to a language model nor quoted by it.
Takes the text of an article; knows no model.
"""

import re

from bot.quotes.speech import speaks_to_a_model
from ingest.text.sentences import sentences

BEFORE, BEHIND = 1, 3
"""How many sentences before an order and behind it count as planted with it."""

_LINE = re.compile(r"[^\r\n\f]+")
_LINE_END = re.compile(r"[\r\n\f]|\Z")


def without_planted(text: str, language: str) -> str:
    """Return `text`, in `language` (ISO 639-1), less what is planted."""
    if not speaks_to_a_model(text):
        return text
    kept, at = [], 0
    for start, end in planted(text, language):
        kept.append(text[at:start])
        at = end
    return "".join([*kept, text[at:]])


def stands_beside_orders(text: str, start: int, end: int, language: str) -> bool:
    """Whether a stretch of a whole text touches what is planted in its paragraphs."""
    first = max(text.rfind(mark, 0, start) for mark in "\n\r\f") + 1
    last = _LINE_END.search(text, end)
    paragraphs = text[first : last.start() if last else len(text)]
    if not speaks_to_a_model(paragraphs):
        return False
    return any(first + one < end and start < first + other for one, other in planted(paragraphs, language))


def planted(text: str, language: str) -> list[tuple[int, int]]:
    """Give the half-open ranges of a text that are planted, in order, none touching another."""
    found: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        for start, end in _of_line(line[0], language):
            start, end = line.start() + start, line.start() + end
            if found and start <= found[-1][1]:
                found[-1] = found[-1][0], max(end, found[-1][1])
            else:
                found.append((start, end))
    return found


def _of_line(line: str, language: str) -> list[tuple[int, int]]:
    if not speaks_to_a_model(line):
        return []
    cut = sentences(line, language)
    orders = [place for place, (start, end) in enumerate(cut) if speaks_to_a_model(line[start:end])]
    if not orders:  # The order is spread over several sentences.
        return [(0, len(line))]
    return [(cut[max(0, place - BEFORE)][0], cut[min(len(cut) - 1, place + BEHIND)][1]) for place in orders]
