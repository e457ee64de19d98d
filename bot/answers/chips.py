"""Chips: the conditions that were read from a question, in words, each to be shown and taken off as a whole. Pure.

Takes Conditions; gives Chips in the reader's language, in the order of `bot.questions.conditions_reader.KINDS`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.answers.answer import Answer
from bot.questions.conditions_reader import KINDS
from bot.texts import Texts, isolate
from ingest.index.conditions import Conditions


@dataclass(frozen=True, slots=True)
class Chip:
    """One kind of condition (of KINDS), and its words."""

    kind: str
    text: str


def chips(conditions: Conditions, texts: Texts) -> list[Chip]:
    """Say what was read, one chip a kind; none where nothing was."""
    said = dict(_said(conditions, texts))
    return [Chip(kind, said[kind]) for kind in KINDS if kind in said]


def condition_line(answer: Answer, texts: Texts) -> str:
    """Give all chips of an answer on one line; "" where nothing was read."""
    listed = " · ".join(chip.text for chip in chips(answer.conditions, texts))
    return f"🔎 {listed}" if listed else ""


def update_lines(answer: Answer, texts: Texts) -> list[str]:
    """Say where a newer article replaces what an older one that is quoted reported."""
    days = {citation.number: citation.published for citation in answer.citations}
    lines = []
    for update in answer.updates:
        new, old = days.get(update.newer[0]), days.get(update.older[0])
        if new and old:
            numbers = {"newer": f"[{update.newer[0]}]", "older": f"[{update.older[0]}]"}
            lines.append(f"🕘 {texts.text('answer.updated', new_day=new, old_day=old, **numbers)}")
    return lines


def _said(conditions: Conditions, texts: Texts) -> Iterator[tuple[str, str]]:
    first, after = conditions.since, conditions.before
    if first and after:
        last = after - timedelta(days=1)
        yield "time", texts.date(first) if first == last else texts.text("chip.between", first=first, last=last)
    elif first:
        yield "time", texts.text("chip.since", day=first)
    elif after:
        yield "time", texts.text("chip.before", day=after)
    if conditions.outlets:
        yield "outlets", texts.text("chip.only", names=texts.listed([isolate(it) for it in conditions.outlets]))
    if conditions.languages:
        names = dict.fromkeys(texts.language_name(code) for code in conditions.languages)
        yield "languages", texts.text("chip.only", names=texts.listed(list(names)))
    if conditions.authors:
        yield "authors", texts.text("chip.by", names=texts.listed([isolate(it) for it in conditions.authors]))
