"""Both sides: where the articles contradict what an answer quotes, the answer quotes that too, and says so.

    Answer, Candidates ──quoted or asked for, and contradicted──▶ a pair ──cite what is missing──▶ Answer with both

Takes a finished answer and the sentences it was chosen from; only sentences of the files are compared, never what a
language model says of them. `bot.facts.contradictions` knows what differs, this module what has been asked.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.answers.answer import Answer, Disagreement
from bot.answers.expectation import Expectation
from bot.answers.extractive import Candidate, Extractor
from bot.answers.retrieval import AskedVector, Found
from bot.answers.selection_by_vectors import MOST_STATEMENTS
from bot.facts.compared_values import stated
from bot.facts.contradictions import (
    LEAST_UNASKED,
    ContradictionKind,
    Difference,
    Stated,
    ToldSentence,
    differences,
    may_differ,
    whole_articles,
)
from bot.facts.names import Wording
from bot.quotes.citation import Citation, Statement
from bot.quotes.citing import citation_of, standing
from ingest.index.index import Index

LEAST_ONE_POINT = 0.6
"""Likeness from which two sentences are on one point whatever each has to do with the question."""

RELEVANT_SHARE = 0.4
"""Of one side's likeness to the question, what the other side needs below that."""

PASSAGES_SEARCHED = 24
"""Passages in which the other side is looked for: in a mixed index it may come behind all of the asker's language."""

_MOST_MORE = 2
"""Sentences of these that are embedded besides the candidates, which takes most of the time."""

_NEAR_SHARE = 0.5
"""Of the likeness to the question of the passage that is quoted, what another needs to be looked at."""

_ASKED = {Expectation.TIME: ContradictionKind.DATE, Expectation.NUMBER: ContradictionKind.NUMBER}


class BothSides:
    """Looks for the other side; safe to use from several threads."""

    def __init__(self, index: Index, extractor: Extractor) -> None:
        self._index, self._extractor = index, extractor

    def may_find(self, answer: Answer, asked: AskedVector, candidates: Sequence[Candidate]) -> bool:
        """Tell, before any sentence is embedded, whether `complete` may find another side among these candidates.

        What states no value that excludes one of a quoted sentence's cannot contradict that, however alike they are.
        Where a number or a time is asked for, other sentences are looked for as well.
        """
        if asked.expected in _ASKED:
            return True
        quoted = [each for each in candidates if citation_of(each.sentence, answer.citations)]
        stated = {(_told(each).source, each.start): _stated(each) for each in candidates}
        pairs = ((one, other) for one in quoted for other in candidates if _told(one).source != _told(other).source)
        return any(
            may_differ(kind, stated[_told(one).source, one.start], stated[_told(other).source, other.start])
            for one, other in pairs
            for kind in ContradictionKind
        )

    def complete(
        self, answer: Answer, asked: AskedVector, candidates: Sequence[Candidate], found: Sequence[Found]
    ) -> Answer:
        """Return `answer` with the sentence that contradicts one of its quotes, where the articles hold one.

        Args:
            answer: Not abstained; comes back as it is where nobody disagrees.
            asked: The question. Where it asks for a number or a time, only these may differ, and the best sentence that
                has one counts as quoted if it is as near to the question as what is quoted, or stands in the same file.
            candidates: The sentences that may answer, best first.
            found: Passages whose other sentences may contradict them.
        """
        kind = _ASKED.get(asked.expected)
        quoted = {place for place, each in enumerate(candidates) if citation_of(each.sentence, answer.citations)}
        if kind:
            best = next((place for place, each in enumerate(candidates) if each.expected), None)
            if best is not None and _is_as_near(candidates[best], [candidates[place] for place in quoted]):
                quoted.add(best)
            candidates = [*candidates, *self._more(asked, candidates, quoted, found)]
        found_out = self._differences(candidates, kind)
        for difference in sorted(found_out, key=lambda each: -len({each.one, each.other} & quoted)):
            if {difference.one, difference.other} & quoted and _on_point(candidates, difference):
                pair = [candidates[place] for place in sorted((difference.one, difference.other))]
                if completed := _quoting(answer, pair, difference, self._index):
                    return completed
        return answer

    def _more(
        self, asked: AskedVector, candidates: Sequence[Candidate], quoted: Collection[int], found: Sequence[Found]
    ) -> list[Candidate]:
        """Give sentences that were not read yet and state another value than one that is quoted."""
        kind, known = _ASKED[asked.expected], {(each.found.stored.id, each.start) for each in candidates}
        least = _NEAR_SHARE * min((candidates[place].found.relevance for place in quoted), default=0.0)
        anchors = [(_told(candidates[place]).source, _stated(candidates[place])) for place in sorted(quoted)]

        def wanted(each: Candidate) -> bool:
            if (each.found.stored.id, each.start) in known or not any(map(str.isdigit, each.text)):
                return False
            source, said = _told(each).source, _stated(each)
            return any(source != other and may_differ(kind, own, said) for other, own in anchors)

        near = [hit for hit in found if hit.relevance >= least]
        return self._extractor.candidates_where(asked, near, wanted, _MOST_MORE)

    def _differences(self, candidates: Sequence[Candidate], kind: ContradictionKind | None) -> list[Difference]:
        article = whole_articles(self._index.passages_of)
        told, vectors = [_told(candidate) for candidate in candidates], self._extractor.vectors(candidates)
        if kind:
            return differences(told, vectors, article, (kind,))
        return differences(told, vectors, article, at_least=LEAST_UNASKED)


def _told(candidate: Candidate) -> ToldSentence:
    stored = candidate.found.stored
    wording = Wording(candidate.text, stored.passage.language)
    return ToldSentence(wording, stored.article.source, stored.article.published)


def _stated(candidate: Candidate) -> Stated:
    return Stated((_told(candidate).wording,))


def _is_as_near(candidate: Candidate, quoted: Sequence[Candidate]) -> bool:
    """Whether a sentence is as near to the question as one that is quoted, or stands in the same file."""
    near = candidate.relevance >= min((each.relevance for each in quoted), default=0.0)
    return near or any(_told(candidate).source == _told(each).source for each in quoted)


def _on_point(candidates: Sequence[Candidate], difference: Difference) -> bool:
    """Whether both sentences have to do with what was asked."""
    if difference.likeness >= LEAST_ONE_POINT:
        return True
    likeness = sorted(candidates[place].relevance for place in (difference.one, difference.other))
    return likeness[0] >= RELEVANT_SHARE * likeness[1]


def _quoting(answer: Answer, pair: Sequence[Candidate], difference: Difference, index: Index) -> Answer | None:
    """Quote both of a pair, in the order of their places; None when a file does not hold its sentence any more."""
    statements, citations = list(answer.statements), list(answer.citations)
    numbers = []
    for candidate in pair:
        citation = citation_of(candidate.sentence, citations)
        if citation is None:
            quote = standing(candidate.sentence, index.article_text)
            if quote is None:
                return None
            citation = replace(quote, number=len(citations) + 1)
            citations.append(citation)
            statements.append(Statement(citation.quote, (citation.number,)))
        numbers.append(citation.number)
    kept = list(_within_bounds(statements, frozenset(numbers), len(answer.statements)))
    one, other = map(stated, difference.values if difference.one < difference.other else difference.values[::-1])
    found = Disagreement(difference.kind, (numbers[0],), (numbers[1],), (one, other))
    return _numbered_anew(answer, kept, citations, found)


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
        statements=tuple(replace(it, citations=tuple(new[number] for number in it.citations)) for it in statements),
        citations=tuple(replace(by_number[old], number=number) for old, number in new.items()),
        disagreements=(
            replace(found, one=tuple(new[it] for it in found.one), other=tuple(new[it] for it in found.other)),
        ),
    )
