"""Both sides: where the articles contradict what an answer quotes, the answer quotes that too, and says so.

    Answer, Candidates ──quoted or asked for, and contradicted──▶ a pair ──cite what is missing──▶ Answer with both

Takes a finished answer and the sentences it was chosen from; only sentences of the files are compared, never what a
language model says of them. `bot.quotes.disagreement` knows what differs, this module what has been asked.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from bot.answers.answer import Answer, Disagreement
from bot.answers.choosing import MOST_STATEMENTS
from bot.answers.expectation import Expectation
from bot.answers.extractive import Candidate
from bot.quotes.citation import Citation, Statement
from bot.quotes.citing import Claim, cite, take
from bot.quotes.disagreement import Difference, Kind, Stated, Told, differences, stated
from bot.quotes.names import Wording
from ingest.centring import Vector
from ingest.errors import CorpusError
from ingest.index import Index

LEAST_UNASKED = 0.7
"""Likeness of two sentences that differ in something that the question does not ask for."""

RELEVANT_SHARE = 0.6
"""Of one side's likeness to the question, what the other side needs."""

_ASKED = {Expectation.TIME: Kind.DATE, Expectation.NUMBER: Kind.NUMBER}


def with_both_sides(
    answer: Answer, candidates: Sequence[Candidate], vectors: Vector, expected: Expectation, index: Index
) -> Answer:
    """Return `answer` with the sentence that contradicts one of its quotes, where the articles hold one.

    Args:
        answer: Not abstained; comes back as it is where nobody disagrees.
        candidates: The sentences that may answer, best first.
        vectors: Of these, centred on their languages; shape (n, dimension), rows of unit length.
        expected: What the question asks for. The best sentence that has it counts as quoted.
        index: Where the articles are read.
    """
    quoted = [place for place, each in enumerate(candidates) if _citation_of(each, answer.citations)]
    asked_for = [place for place, each in enumerate(candidates) if each.expected][:1] if expected in _ASKED else []
    for difference in _differences(candidates, vectors, index):
        on_point = {difference.one, difference.other} & {*quoted, *asked_for}
        if on_point and _is_asked(difference, expected) and _relevant(candidates, difference):
            pair = sorted((difference.one, difference.other))
            if completed := _quoting(answer, [candidates[place] for place in pair], difference.kind, index):
                return completed
    return answer


def _differences(candidates: Sequence[Candidate], vectors: Vector, index: Index) -> list[Difference]:
    @cache
    def article(source: str) -> Stated:
        return stated(Wording(it.passage.text, it.passage.language) for it in index.passages_of(source))

    told = [_told(candidate) for candidate in candidates]
    return differences(told, vectors, article)


def _told(candidate: Candidate) -> Told:
    stored = candidate.found.stored
    wording = Wording(candidate.text, stored.passage.language)
    return Told(wording, stored.article.source, stored.article.published)


def _is_asked(difference: Difference, expected: Expectation) -> bool:
    if expected in _ASKED:
        return difference.kind is _ASKED[expected]
    return difference.likeness >= LEAST_UNASKED


def _relevant(candidates: Sequence[Candidate], difference: Difference) -> bool:
    likeness = sorted(candidates[place].relevance for place in (difference.one, difference.other))
    return likeness[0] >= RELEVANT_SHARE * likeness[1]


def _quoting(answer: Answer, pair: Sequence[Candidate], kind: Kind, index: Index) -> Answer | None:
    """Quote both of a pair; None when a file does not hold its sentence any more."""
    statements, citations = list(answer.statements), list(answer.citations)
    numbers = []
    for candidate in pair:
        citation = _citation_of(candidate, citations) or _cited(candidate, len(citations) + 1, index.article_text)
        if citation is None:
            return None
        if citation not in citations:
            citations.append(citation)
            statements.append(Statement(citation.quote, (citation.number,)))
        numbers.append(citation.number)
    kept = list(_within_bounds(statements, frozenset(numbers), len(answer.statements)))
    return _numbered_anew(answer, kept, citations, Disagreement(kind, (numbers[0],), (numbers[1],)))


def _citation_of(candidate: Candidate, citations: Sequence[Citation]) -> Citation | None:
    """Find the citation that holds a candidate's words."""
    source = candidate.found.stored.article.source
    middle = (candidate.start + candidate.end) // 2
    return next((it for it in citations if it.source == source and it.start <= middle < it.end), None)


def _cited(candidate: Candidate, number: int, text_of: Callable[[str], str]) -> Citation | None:
    stored = candidate.found.stored
    try:
        span = take(stored, candidate.start, candidate.end, text_of(stored.article.source))
    except CorpusError:
        return None
    return replace(cite([Claim(span.quote, (span,))])[1][0], number=number) if span else None


def _within_bounds(statements: Sequence[Statement], both: frozenset[int], before: int) -> Iterator[Statement]:
    """Leave out the last statements that are of neither side, but never below what there was or may be."""
    surplus = len(statements) - max(before, MOST_STATEMENTS)
    dropped = [it for it in reversed(statements) if both.isdisjoint(it.citations)][: max(0, surplus)]
    yield from (it for it in statements if it not in dropped)


def _numbered_anew(
    answer: Answer, statements: Sequence[Statement], citations: Sequence[Citation], found: Disagreement
) -> Answer:
    """Number the citations that are left from 1 without gaps, in order of first use."""
    used = dict.fromkeys(number for statement in statements for number in statement.citations)
    new = {old: number for number, old in enumerate(used, start=1)}
    by_number = {citation.number: citation for citation in citations}
    return replace(
        answer,
        statements=tuple(Statement(it.text, tuple(new[number] for number in it.citations)) for it in statements),
        citations=tuple(replace(by_number[old], number=number) for old, number in new.items()),
        disagreements=(
            Disagreement(found.kind, tuple(new[it] for it in found.one), tuple(new[it] for it in found.other)),
        ),
    )
