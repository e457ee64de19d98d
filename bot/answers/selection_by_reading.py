"""Selection: which of the read sentences are said, and how surely. Pure.

Takes Candidates with probabilities, the likeliest first; gives one sentence, seldom two, and a Voice, or nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.answers.answer import Voice
from bot.answers.calibration import SAME_SAID
from bot.answers.extractive import Candidate
from bot.answers.ranking import jaccard
from bot.quotes.orders import asks_about_orders, gives_orders
from bot.quotes.speech import are_close
from bot.settings import Caution
from ingest.text.terms import terms

PLAIN: Mapping[Caution, float] = MappingProxyType({"low": 0.5, "normal": 0.65, "high": 0.75})
"""Probability from which an answer is said plainly (tests/evaluation/LOG.md, entry 51)."""

NEAREST: Mapping[Caution, float] = MappingProxyType({"low": 0.15, "normal": 0.25, "high": 0.4})
"""Probability from which it is said with "not sure"; below, the question is declined."""

OWN_LANGUAGE_SHARE = 0.6
"""Of the best probability, what a sentence in the asker's language needs to lead instead; never less than NEAREST."""

NEWEST_SHARE = 0.6
"""Of the best probability, what a sentence of a newer article needs to lead where the latest is asked for."""

SECOND_SHARE = 0.9
"""Of the first one's probability, what a second sentence needs."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is said: at least one sentence, how surely, and the probability that the first one answers."""

    sentences: tuple[Candidate, ...]
    voice: Voice
    confidence: float


def select(
    candidates: Sequence[Candidate], question: str, language: str, caution: Caution, *, newest: bool = False
) -> Selection | None:
    """Choose what to say; None where the articles don't know.

    Args:
        candidates: The likeliest first.
        question: As asked; only one about orders to machines is answered with a sentence that gives some.
        language: ISO 639-1 code of the asker, whose own language leads where it answers.
        caution: How sure an answer must be.
        newest: The latest state of things is asked for: the newest article that answers leads, in whatever language.
    """
    fit = candidates if asks_about_orders(question) else [each for each in candidates if not gives_orders(each.text)]
    if not fit or fit[0].score < NEAREST[caution]:
        return None
    first = _latest(fit, NEAREST[caution]) if newest else None
    first = first or _leading(fit, language, caution)
    if first.score < PLAIN[caution]:
        return Selection((first,), Voice.UNSURE, first.score)
    second = _second(first, fit, PLAIN[caution])
    return Selection((first, *second), Voice.SURE, first.score)


def _latest(candidates: Sequence[Candidate], least: float) -> Candidate | None:
    """Give the likeliest sentence of the newest article that answers nearly as surely as the best; None if undated."""
    least = max(least, NEWEST_SHARE * candidates[0].score)
    dated = [(each.found.stored.article.published, each) for each in candidates if each.score >= least]
    days = [day for day, _ in dated if day]
    return next((each for day, each in dated if day == max(days)), None) if days else None


def _leading(candidates: Sequence[Candidate], language: str, caution: Caution) -> Candidate:
    best = candidates[0]
    if are_close(_language(best), language):
        return best
    plain = PLAIN[caution]
    needed = plain if best.score >= plain else max(NEAREST[caution], OWN_LANGUAGE_SHARE * best.score)
    return next((each for each in candidates if _language(each) == language and each.score >= needed), best)


def _second(first: Candidate, candidates: Sequence[Candidate], plain: float) -> list[Candidate]:
    """Give a sentence of the same language that answers as surely with other words, where there is one."""
    said = frozenset(terms(first.words))
    for each in candidates:
        if each is first or each.expected is False or _language(each) != _language(first):
            continue
        if each.score < max(plain, SECOND_SHARE * first.score):
            continue
        if jaccard(said, frozenset(terms(each.words))) < SAME_SAID and not _contains(first, each):
            return [each]
    return []


def _contains(one: Candidate, other: Candidate) -> bool:
    mine, theirs = one.words.casefold(), other.words.casefold()
    return mine in other.text.casefold() or theirs in one.text.casefold()


def _language(candidate: Candidate) -> str:
    return candidate.found.stored.passage.language
