"""Choosing: which one to three of the ranked sentences are shown. Pure.

Takes Candidates, best first, and what the question asks for; gives some of them, in order.
"""

from collections.abc import Sequence
from datetime import date

from bot.answers.expectation import Expectation
from bot.answers.extractive import Candidate
from bot.answers.ranking import jaccard
from ingest.text.terms import terms

EXPECTED_MARGINS = {Expectation.NUMBER: 0.3, Expectation.TIME: 0.12}
"""How far below the best score a sentence of the expected kind may lie and still push aside those of no such kind. A
number is hardly ever told without one; a time often is ("after seven years")."""

MOST_STATEMENTS = 3

MARGIN = 0.16
"""How far below the best score a further sentence may lie and still be shown."""

OTHER_LANGUAGE_SHARE = 0.75
"""Of the best sentence's own likeness, what the best sentence of another language needs to be heard too."""

SAME_SAID = 0.5
"""Share of common character grams from which a further sentence says nothing new."""


def choose(
    candidates: Sequence[Candidate], expected: Expectation = Expectation.ANY, *, newest: bool = False
) -> list[Candidate]:
    """Choose one to three of the ranked candidates: the best, and those nearly as good that say something else.

    Where another language has a sentence about as like the question as the best, one of the three is its. With
    `newest`, the newest article that is among them leads; undated ones come last.
    """
    fit = _of_kind(candidates, EXPECTED_MARGINS.get(expected, 0.0))
    near = [candidate for candidate in fit if candidate.score >= fit[0].score - MARGIN]
    chosen = _different(near)[:MOST_STATEMENTS]
    if len({_language(candidate) for candidate in chosen}) == 1 and (other := _other_voice(fit)):
        chosen = [*chosen[: MOST_STATEMENTS - 1], other]
    return sorted(chosen, key=_day, reverse=True) if newest else chosen


def _day(candidate: Candidate) -> date:
    return candidate.found.stored.article.published or date.min


def _different(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave out what an earlier candidate has said in nearly the same words."""
    kept: list[Candidate] = []
    seen: list[frozenset[str]] = []
    for candidate in candidates:
        grams = frozenset(terms(candidate.text))
        if all(jaccard(grams, other) < SAME_SAID for other in seen):
            kept.append(candidate)
            seen.append(grams)
    return kept


def _other_voice(candidates: Sequence[Candidate]) -> Candidate | None:
    """Find the best candidate in another language than the first; passage scores differ too much between languages."""
    least = OTHER_LANGUAGE_SHARE * candidates[0].relevance
    others = (each for each in candidates if _language(each) != _language(candidates[0]) and each.relevance >= least)
    return next(others, None)


def _language(candidate: Candidate) -> str:
    return candidate.found.stored.passage.language


def _of_kind(candidates: Sequence[Candidate], margin: float) -> Sequence[Candidate]:
    """Leave only the sentences of the expected kind, if one of them is within `margin` of the best."""
    kept = [each for each in candidates if each.expected]
    return kept if kept and kept[0].score >= candidates[0].score - margin else candidates
