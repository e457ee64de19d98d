"""Orders: whether a sentence of an article tells a machine what to do, instead of telling a reader what happened. Pure.

Takes a text, gives yes or no. Known are, in the languages of `orders.toml`: to pass over what was said before; to be,
or to be called, a machine; to say something to everybody; the marks by which chat models part messages; and in some of
these languages orders that name no machine: what to answer if somebody asks, what to put into each answer, a new task,
to show what a machine was told, to call a tool, to play somebody from now on. A report that names machines or rules is
none of these. It finds common forms, no attack that was written against it.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from ingest.text.patterns import KANA_AND_HAN, WORD
from ingest.text.terms import normalise

_MARKUP = re.compile(
    r"<\|?/?(?:im_start|im_end|system|user|assistant|endoftext)\b[^>]{0,20}>|\[/?inst\]|<</?sys>>"
    r"|(?:^|\n)\s*(?:#{2,}\s*)?(?:system|assistant)(?:\s+(?:prompt|message))?\s*:|#{2,}\s*instructions?\b",
)
"""Marks of the chat formats of ChatML, Llama and Alpaca, which no newspaper prints."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_TAGS = {0xE0000 + code: chr(code) for code in range(0x20, 0x7F)}
"""Unicode's tag characters, which show nothing and spell ASCII to a machine."""

_UNSPACED = re.compile(f"[{KANA_AND_HAN}]")
_QUOTES = re.compile("[\"'`´«»‘’‚“”„‹›「」『』]")
_BEGINNING = 4
_NEEDED = ("rules", "machine", "helper", "everybody", "asking", "reply", "task", "hidden", "tool", "playing", "program")
_KINDS = (
    *("disregard", "earlier", "rules", "machine", "helper", "being", "acting", "now", "calling", "reading", "answer"),
    *("everybody", "opening", "cond", "asking", "replying", "placing", "reply", "must", "task", "showing", "hidden"),
    *("using", "tool", "onwards", "playing", "whom", "program"),
)
_CLAUSE = r"(?:^\s*|[.!?:;,()\[\]…–—\-\n。！？：，、]\s*)"
_TOOL_NAME = r"(?:\w+_\w+|\w+\()"
_NEAR, _FAR = ".{0,30}?", ".{0,60}?"


@dataclass(frozen=True, slots=True)
class _Forms:
    """Of one language: any of its orders, what each of them holds, and what a question about such orders names."""

    order: re.Pattern[str]
    signs: frozenset[str]
    parts: tuple[str, ...]
    disregard: re.Pattern[str]
    rules: re.Pattern[str]
    machine: re.Pattern[str]


def gives_orders(text: str) -> bool:
    """Whether `text` (a sentence or a few, in any language) orders about whatever machine reads it."""
    folded = _folded(text)
    if _MARKUP.search(folded):
        return True
    beginnings = frozenset(word[:_BEGINNING] for word in WORD.findall(folded))
    return any(_may_hold(form, folded, beginnings) and form.order.search(folded) for form in _forms())


def asks_about_orders(question: str) -> bool:
    """Whether a question is about orders to machines, so that a sentence which gives such may be its answer."""
    if gives_orders(question):
        return False
    folded = _folded(question)
    return any(
        form.rules.search(folded) and (form.machine.search(folded) or form.disregard.search(folded))
        for form in _forms()
    )


def _may_hold(form: _Forms, folded: str, beginnings: frozenset[str]) -> bool:
    """Whether one of the words is there without which there is no order: most sentences need no further look."""
    return not form.signs.isdisjoint(beginnings) or any(part in folded for part in form.parts)


@lru_cache(4_096)
def _folded(text: str) -> str:
    plain = _INVISIBLE.sub("", text.translate(_TAGS))
    return _QUOTES.sub("", normalise(plain))


@cache
def _forms() -> tuple[_Forms, ...]:
    content = tomllib.loads(files("bot.quotes").joinpath("orders.toml").read_text("utf-8"))
    return tuple(_compiled(lists) for lists in content.values())


def _compiled(lists: dict[str, list[str]]) -> _Forms:
    of = {kind: _any_of(lists.get(kind, [])) for kind in _KINDS}
    start = rf"{_CLAUSE}(?:{of['opening']}[\s,]*){{0,3}}"
    orders = (
        rf"{start}{of['disregard']}{_FAR}{of['rules']}",
        rf"{of['disregard']}{_NEAR}{of['earlier']}{_NEAR}{of['rules']}",
        rf"{of['disregard']}{_NEAR}{of['rules']}{_NEAR}{of['earlier']}",
        rf"{of['earlier']}{_NEAR}{of['rules']}{_NEAR}{of['disregard']}",
        rf"{start}{of['being']}{_NEAR}{of['machine']}",
        rf"{start}{of['being']}\s*{of['now']}{_NEAR}{of['helper']}",
        rf"{start}{of['acting']}\s+{of['machine']}(?:\s+{of['machine']})?\s*[,.:;!]",
        rf"{start}{of['calling']}\W+(?:\w+\W+){{0,2}}{of['machine']}",
        rf"(?:{of['machine']}|{of['helper']}){_FAR}{of['reading']}",
        rf"{start}{of['answer']}{_NEAR}{of['everybody']}",
        *_without_machine(of, start),
    )
    order = re.compile("|".join(f"(?:{each})" for each in orders), re.DOTALL)
    needed = [phrase for kind in _NEEDED for phrase in lists.get(kind, [])]
    parts = tuple(_plain(phrase) for phrase in needed if _has_no_beginning(phrase))
    signs = frozenset(
        max(_plain(phrase).split(), key=len)[:_BEGINNING] for phrase in needed if not _has_no_beginning(phrase)
    )
    return _Forms(order, signs, parts, *(re.compile(of[kind]) for kind in ("disregard", "rules", "machine")))


def _without_machine(of: dict[str, str], start: str) -> tuple[str, ...]:
    """Give the patterns of orders that name no machine."""
    return (
        rf"{start}{of['cond']}{_NEAR}{of['asking']}{_FAR}(?:{_CLAUSE}{of['answer']}|{of['replying']})",
        rf"{start}{of['placing']}{_FAR}{of['reply']}",
        rf"{start}{of['reply']}\s+{of['must']}",
        rf"{start}{of['must']}{_NEAR}{of['reply']}",
        rf"{start}{of['whom']}\s+(?:\w+\s+){{0,2}}{of['program']}{_FAR}{of['reading']}",
        rf"{start}{of['task']}\s*[:.!]",
        rf"{start}{of['showing']}{_NEAR}{of['hidden']}",
        rf"{start}{of['using']}\s+{of['tool']}\s+{_TOOL_NAME}",
        rf"{of['onwards']}[\s,]+{of['playing']}",
    )


def _has_no_beginning(phrase: str) -> bool:
    """Whether a phrase may stand inside of what looks like a word, or is shorter than the beginning of some."""
    longest = max(phrase.split(), key=len)
    return bool(_UNSPACED.search(phrase)) or not longest.strip("*").isalpha() or 0 <= longest.find("*") < _BEGINNING


def _any_of(phrases: list[str]) -> str:
    """Give a pattern of any of these, the longest first; a star stands for any ending."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return f"(?:{'|'.join(map(_pattern, longest_first)) or '(?!)'})"


def _plain(phrase: str) -> str:
    return _QUOTES.sub("", normalise(phrase)).replace("*", "")


def _pattern(phrase: str) -> str:
    words = _QUOTES.sub("", normalise(phrase)).split()
    if _UNSPACED.search(phrase):
        return re.escape(phrase)
    return r"\b" + r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in words) + r"(?!\w)"
