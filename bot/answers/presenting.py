"""Presenting: what of an answer is shown, and in which words, whoever shows it. Pure.

Takes an Answer and the Texts of its reader; knows neither Telegram nor a screen.
"""

from bot.answers.answer import NOT_SEARCHED, Answer, Disagreement, NearestPassage
from bot.facts.compared_values import worded
from bot.quotes.citation import Citation, Statement
from bot.quotes.speech import are_close
from bot.texts import Texts, isolate, outlet_or_title
from ingest.text.languages import UNKNOWN

MOST_OFFERED = 3
"""How many of the nearest passages an answer that abstains shows."""

LEAST_NEAR = 0.16
"""Score from which a passage is near enough to be shown where nothing answers. Over the seeds, the best passage had .04
to .15 for eight questions about nothing in them, .14 to .38 for eight about what they tell of, but not that."""

Numbered = tuple[int, NearestPassage]
"""A passage under its 1-based place among those of the answer, by which buttons know it."""

_NORWEGIAN = {"nb": "no"}
"""What a reader calls a language, where that differs from its exact name."""


def offered(answer: Answer) -> tuple[Numbered, ...]:
    """Give the passages that an answer which abstains shows instead: few, and near ones only."""
    if answer.statements or NOT_SEARCHED.intersection(answer.notices):
        return ()
    numbered = list(enumerate(answer.passages, 1))[:MOST_OFFERED]
    return tuple((number, passage) for number, passage in numbered if passage.score >= LEAST_NEAR)


def further(answer: Answer) -> tuple[Numbered, ...]:
    """Give the passages that were found and are neither cited nor offered."""
    if NOT_SEARCHED.intersection(answer.notices):
        return ()
    shown = {number for number, _ in offered(answer)}
    numbered = enumerate(answer.passages, 1)
    return tuple((n, each) for n, each in numbered if n not in shown and not _is_cited(each, answer.citations))


def quoted_by(statement: Statement, answer: Answer) -> Citation | None:
    """Give the citation whose very words a statement is; None where it was worded otherwise."""
    if len(statement.citations) != 1:
        return None
    said = " ".join(statement.text.split())
    own = (each for each in answer.citations if each.number == statement.citations[0])
    return next((each for each in own if " ".join(each.quote.split()) == said), None)


def foreign_language(language: str, answer: Answer, texts: Texts) -> str:
    """Name a language (ISO 639-1) that whoever asked cannot be expected to read; "" for one that they can."""
    if language == UNKNOWN or are_close(language, answer.language):
        return ""
    return texts.language_name(_NORWEGIAN.get(language, language))


def differing_lines(answer: Answer, texts: Texts) -> list[str]:
    """Say in one line each what the sources differ in, and what each of them says."""
    return [
        texts.text(f"answer.differ_{each.kind.value}", one=one, other=other)
        for each in answer.disagreements
        for one, other in [_sides(each, answer, texts)]
    ]


def compared_line(answer: Answer, texts: Texts) -> str:
    """Say in one line the values of what was compared, the one that wins first; "" where nothing was."""
    compared = answer.compared
    if compared is None:
        return ""
    several = len(answer.citations) > 1
    listed = []
    for side in compared.sides:
        mark = f" [{side.citation}]" if several else ""
        name = f"{isolate(side.name)} " if side.name else ""
        listed.append(f"{name}{isolate(side.value)}{mark}")
    way = "equal" if compared.equal else "greatest" if compared.greatest else "least"
    return texts.text(f"answer.compared_{way}", sides=" · ".join(listed))


def untold_line(answer: Answer, texts: Texts) -> str:
    """Name the parts of the question that the articles do not answer; "" where there are none."""
    return texts.text("answer.untold", parts=" · ".join(map(isolate, answer.untold))) if answer.untold else ""


def _sides(each: Disagreement, answer: Answer, texts: Texts) -> tuple[str, str]:
    sides = each.one, each.other
    marks = ["".join(f"[{number}]" for number in side) for side in sides]
    if each.values is None:  # an answer from before values were kept
        return marks[0], marks[1]
    names = [_named(side, answer) for side in sides]
    if not all(names) or names[0] == names[1]:
        names = marks
    said = [worded(value, each.kind, texts) for value in each.values]
    return f"{isolate(said[0])} ({isolate(names[0])})", f"{isolate(said[1])} ({isolate(names[1])})"


def _named(side: tuple[int, ...], answer: Answer) -> str:
    return next((outlet_or_title(each) for each in answer.citations if each.number in side), "")


def _is_cited(passage: NearestPassage, citations: tuple[Citation, ...]) -> bool:
    return any(
        each.source == passage.source and passage.first_line <= each.first_line and each.last_line <= passage.last_line
        for each in citations
    )
