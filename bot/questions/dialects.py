"""Spoken Arabic: "القطار هيوصل إمتى؟", and the question in Standard Arabic as far as small words make it. Pure.

Takes the text of an Arabic question; gives it with the small words of dialects in Standard Arabic, with the future of
verbs, and with what asks in front, where it stands last: articles are written so, and models are trained so. Other
words stay as they are. Words stand in `dialects.toml`.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache

from bot.questions.words import Phrase, Token, at, content, folded, tokens

_FILE = "dialects.toml"
_SPOKEN_FUTURE = re.compile("\\b[هح]([يت][\u0621-\u064a]{3,})\\b(?<!ة)")


def in_standard_arabic(text: str, is_word: Callable[[str], bool] | None = None) -> str:
    """Give an Arabic question with its spoken words in Standard Arabic; unchanged where it has none.

    Args:
        text: As typed.
        is_word: Tells whether a word is often written so, which then is no verb with the prefix of a spoken future.
            Without it verbs stay as they are.
    """
    words, standard = tokens(text), _standard()
    parts: list[tuple[int, int, str]] = []
    place = 0
    while place < len(words):
        if size := at(words, place, [*standard]):
            parts.append((place, place + size, standard[tuple(it.word for it in words[place : place + size])]))
        place += size or 1
    if not parts:
        return text
    if is_word:
        text = _SPOKEN_FUTURE.sub(lambda match: match[0] if is_word(match[0]) else f"س{match[1]}", text)
        words = tokens(text)
    first, end, asks = parts[-1]
    if first and end == len(words) and asks in _asking() and not at(words, 0, _begins()):
        return " ".join([asks, _replaced(text[: words[first].start], words, parts[:-1]).strip(), "؟"]).replace(
            " ؟", "؟"
        )
    return _replaced(text, words, parts)


def _replaced(text: str, words: Sequence[Token], parts: Sequence[tuple[int, int, str]]) -> str:
    for first, end, standard in reversed(parts):
        text = text[: words[first].start] + standard + text[words[end - 1].end :]
    return text


@cache
def _standard() -> dict[Phrase, str]:
    """Give what each phrase is in Standard Arabic, the longest first."""
    lists = content(_FILE)
    found = {folded(form): standard for part in lists.values() for standard, forms in part.items() for form in forms}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


@cache
def _asking() -> frozenset[str]:
    return frozenset(content(_FILE)["asking"])


@cache
def _begins() -> tuple[Phrase, ...]:
    """Give what a question begins with that asks already."""
    forms = [folded(standard) for standard in _asking()]
    return tuple(form for form in (*forms, *_standard()) if form != folded("من"))
