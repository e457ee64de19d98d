"""Newer corrects older: among sentences on one point the newest leads, and it is said what was reported before.

    Answer ──its quotes, and sentences of dated passages──▶ a pair of two days, one value parts them ──▶ the newer first

Takes a finished answer. A pair counts where the newer sentence states the older value too and takes it back ("not
five", "cut from 84 to 72"), or where the question asks for a number or a date and `bot.facts.contradictions` finds that
exactly one parts the two. Articles without a date of publication take no part.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.answers.answer import Answer, Update
from bot.answers.dated_sentences import DatedSentence, dated_sentences, denies, recounts, takes_back
from bot.answers.expectation import Expectation, expectation
from bot.answers.retrieval import Retrieval
from bot.facts.contradictions import ContradictionKind, ToldSentence, differences, may_differ, whole_articles
from bot.facts.sounds import sounds
from bot.quotes.citation import Citation, Statement
from bot.quotes.citing import citation_of, standing
from ingest.index.index import Index
from ingest.models.centring import Vector, centred
from ingest.models.embedding import Embedder
from ingest.text.languages import script_of

LEAST_TAKEN_BACK = 0.3
"""Likeness of two sentences from which the newer may take back what the older states; tests/evaluation/LOG.md."""

LEAST_STRANGE = 0.55
"""The same where the newer one does not name what the question names, perhaps for being in another script."""

LEAST_DENIED = 0.2
"""The same where the newer denies the very words that answer ("not in the batteries"), perhaps in another language."""

LEAST_PARTED = 0.55
"""The same where nothing but the values tells that one replaces the other."""

QUOTED = 3
"""Statements of the answer that may be out of date."""

COMPARED = 10
"""Sentences that are embedded to be compared at most, which takes the time."""

_SAME_SUBJECT = 0.5
"""Of the names of the question, weighed, what a passage needs beside the one that has most."""

_NAMES_SHARED = 2
"""Names that two passages on one event share at least."""

_KINDS = {Expectation.NUMBER: (ContradictionKind.NUMBER,), Expectation.TIME: (ContradictionKind.DATE,)}


class Updates:
    """Puts the newest first; safe to use from several threads."""

    def __init__(self, index: Index, retrieval: Retrieval, embedder: Embedder) -> None:
        self._index, self._retrieval, self._embedder = index, retrieval, embedder

    def complete(self, answer: Answer) -> Answer:
        """Return `answer` with the newest sentence on its point first, if it replaces one that is quoted."""
        sentences = list(self._sentences(answer))
        passages = {it.stored.id: f"{it.stored.article.title} {it.stored.passage.text}" for it in sentences}
        answering = {it.stored.id for it in sentences if citation_of(it, answer.citations[:QUOTED])}
        telling = on_subject(answer.question, [*passages.values()], [it in answering for it in passages])
        meant = dict(zip(passages, telling, strict=True))
        others = [it for it in sentences if not meant[it.stored.id]]
        sentences = [it for it in sentences if meant[it.stored.id]]
        quoted = [it for it in sentences if citation_of(it, answer.citations[:QUOTED])]
        places = {citation: place for place, citation in enumerate(answer.citations)}
        quoted.sort(key=lambda it: places[citation] if (citation := citation_of(it, answer.citations)) else QUOTED)
        language = self._retrieval.language(answer.question, answer.language)
        kinds = _KINDS.get(expectation(answer.question, language), ())
        near = [it for it in sentences if any(_may_update(it, other, kinds) for other in quoted)]
        # In another script than the question's hardly a word can be the same; who takes a value back need not name all.
        others = [it for it in others if script_of(it.text) != script_of(answer.question)]
        near += [it for it in others if any(takes_back(it, other) for other in quoted)]
        named = [sounds(passages[it.stored.id]) for it in quoted]
        strange = [it for it in others if not any(_on_one_event(sounds(passages[it.stored.id]), own) for own in named)]
        said = _answering_words(citation_of(quoted[0], answer.citations)) if quoted else ""
        denying = [it for it in (*sentences, *others) if said and denies(it, quoted[0], said)]
        if said and ContradictionKind.NUMBER in kinds:
            anew = (it for it in sentences if recounts(it, quoted[0], said))
            denying += [it for it in anew if _on_one_event(sounds(passages[it.stored.id]), named[0])]
        near = list(dict.fromkeys([*quoted, *denying, *near]))[:COMPARED]
        if len(near) < 2 or len(near) == len(quoted) == 0:
            return answer
        pair = self._pair(near, quoted, kinds, [it for it in near if it in strange], denying)
        return (self._leading(answer, *pair) or answer) if pair else answer

    def mark(self, answer: Answer) -> Answer:
        """Return a timeline with what a later article took back said as such, and quoted where it was not yet.

        What it quotes stays in its order; the sentence that corrects comes behind that of its own article.
        """
        sentences = list(self._of({it.source for it in answer.citations if it.published}))
        quoted = [it for it in sentences if citation_of(it, answer.citations)]
        pairs = [(newer, older) for older in quoted for newer in sentences if takes_back(newer, older)]
        pairs = sorted(pairs, key=lambda pair: (pair[0] not in quoted, pair[0].day))[:COMPARED]
        if not pairs:
            return answer
        told = list(dict.fromkeys(it for pair in pairs for it in pair))
        vectors = dict(zip(told, self._vectors(told), strict=True))
        for newer, older in pairs:
            known = any(citation_of(older, _numbered(answer, it.older)) for it in answer.updates)
            if not known and float(vectors[newer] @ vectors[older]) >= LEAST_TAKEN_BACK:
                answer = self._marked(answer, newer, older)
        return _numbered_anew(answer, answer.statements, {it.number: it for it in answer.citations}, answer.updates)

    def _marked(self, answer: Answer, newer: DatedSentence, older: DatedSentence) -> Answer:
        old, new = citation_of(older, answer.citations), citation_of(newer, answer.citations)
        if new is None and (new := self._cite(newer, len(answer.citations) + 1)):
            own = {it.number for it in answer.citations if it.source == new.source}
            places = [n for n, it in enumerate(answer.statements, 1) if not own.isdisjoint(it.citations)]
            statements = list(answer.statements)
            statements.insert(max(places, default=0), Statement(new.quote, (new.number,)))
            answer = replace(answer, statements=tuple(statements), citations=(*answer.citations, new))
        if old is None or new is None:
            return answer
        return replace(answer, updates=(*answer.updates, Update((new.number,), (old.number,))))

    def _sentences(self, answer: Answer) -> Iterator[DatedSentence]:
        """Give the sentences of the passages that were found and of those cited, where their articles are dated."""
        cited = (it.source for it in answer.citations if it.published)
        return self._of(dict.fromkeys([*cited, *(it.source for it in answer.passages if it.published)]))

    def _of(self, sources: Iterable[str]) -> Iterator[DatedSentence]:
        for source in sources:
            for stored in self._index.passages_of(source):
                if stored.article.published:
                    yield from dated_sentences(stored, stored.article.published)

    def _pair(
        self,
        near: Sequence[DatedSentence],
        quoted: Sequence[DatedSentence],
        kinds: Sequence[ContradictionKind],
        strange: Sequence[DatedSentence],
        denying: Sequence[DatedSentence],
    ) -> tuple[DatedSentence, DatedSentence] | None:
        """Give the newer and the older sentence of the surest pair with a quoted one in it."""
        vectors = self._vectors(near)
        likeness = vectors @ vectors.T
        found = [
            (float(likeness[one, other]), newer, older)
            for one, newer in enumerate(near)
            for other, older in enumerate(near)
            if (newer in quoted or older in quoted) and takes_back(newer, older)
            if likeness[one, other] >= (LEAST_STRANGE if newer in strange else LEAST_TAKEN_BACK)
        ]
        found += [
            (float(likeness[near.index(newer), 0]), newer, quoted[0])
            for newer in denying
            if newer in near and likeness[near.index(newer), 0] >= LEAST_DENIED
        ]
        if not found and kinds:
            article = whole_articles(self._index.passages_of)
            same = [place for place, it in enumerate(near) if it not in strange]
            told = [ToldSentence(near[place].wording, near[place].source) for place in same]
            for parted in differences(told, vectors[same], article, kinds, LEAST_PARTED):
                pair = near[same[parted.one]], near[same[parted.other]]
                older, newer = sorted(pair, key=lambda it: it.day)
                if older.day < newer.day and (newer in quoted or older in quoted):
                    found.append((parted.likeness, newer, older))
        if not found:
            return None
        # Of several the one that bears on the first quotation, then the newest, then the surest.
        _, newer, older = max(found, key=lambda it: (quoted[0] in it[1:], it[1].day, it[0]))
        return newer, older

    def _vectors(self, sentences: Sequence[DatedSentence]) -> Vector:
        rows = self._embedder.embed_passages([it.text for it in sentences])
        return centred(rows, [it.language for it in sentences], self._retrieval.means())

    def _leading(self, answer: Answer, newer: DatedSentence, older: DatedSentence) -> Answer | None:
        """Put the newer where either stood, and the older behind it; None where a file has lost its sentence."""
        citations, numbers = list(answer.citations), []
        for sentence in (newer, older):
            citation = citation_of(sentence, citations) or self._cite(sentence, len(citations) + 1)
            if citation is None:
                return None
            if citation not in citations:
                citations.append(citation)
            numbers.append(citation.number)
        by_number = {it.number: it for it in citations}
        by_number[numbers[1]] = replace(by_number[numbers[1]], highlights=())  # What is over answers no more.
        both = [_statement_of(answer, number) or Statement(by_number[number].quote, (number,)) for number in numbers]
        both[1] = replace(both[1], highlights=())
        places = [place for place, it in enumerate(answer.statements) if not {*numbers}.isdisjoint(it.citations)]
        first = min(places, default=0)
        rest = [it for it in answer.statements if it not in both and not {*it.citations} <= {*numbers}]
        room = max(first, len(answer.statements) - len(both))
        statements = [*rest[:first], *dict.fromkeys(both), *rest[first:room]]
        return _numbered_anew(answer, statements, by_number, [Update((numbers[0],), (numbers[1],))])

    def _cite(self, sentence: DatedSentence, number: int) -> Citation | None:
        quote = standing(sentence, self._index.article_text)
        return replace(quote, number=number) if quote else None


def _on_one_event(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _NAMES_SHARED


def _answering_words(citation: Citation | None) -> str:
    return " ".join(citation.quote[start:end] for start, end in citation.highlights) if citation else ""


def _may_update(one: DatedSentence, other: DatedSentence, kinds: Sequence[ContradictionKind]) -> bool:
    """Whether two sentences may be on one point, before anything is embedded."""
    if one.source == other.source or one.day == other.day:
        return False
    if takes_back(one, other) or takes_back(other, one):
        return True
    return any(may_differ(kind, one.stated, other.stated) for kind in kinds)


def on_subject(question: str, texts: Sequence[str], answering: Sequence[bool] = ()) -> list[bool]:
    """Tell which texts name what a question names, inflected, in a compound or in another script.

    Measured by those that answer, where there are any: a text in the question's own script may hold all of its words.

    Each name weighs as much as it is rare among the texts (idf as in `ingest.index.lexicon`), so that what all of them
    hold, such as the nouns of German, parts none.
    """
    names, held = sounds(question), [sounds(text) for text in texts]
    holding = {
        name: [any(one.startswith(name) or name.startswith(one) for one in own if one[0] == name[0]) for own in held]
        for name in names
    }
    scores = [0.0] * len(texts)
    for own in holding.values():
        weight = math.log(1 + (len(texts) - sum(own) + 0.5) / (sum(own) + 0.5))
        scores = [score + weight * holds for score, holds in zip(scores, own, strict=True)]
    most = max(
        (score for score, answers in zip(scores, answering, strict=False) if answers), default=max(scores, default=0)
    )
    return [score >= _SAME_SUBJECT * most for score in scores]


def _numbered(answer: Answer, numbers: Sequence[int]) -> list[Citation]:
    return [it for it in answer.citations if it.number in numbers]


def _statement_of(answer: Answer, number: int) -> Statement | None:
    return next((it for it in answer.statements if it.citations == (number,)), None)


def _numbered_anew(
    answer: Answer, statements: Sequence[Statement], by_number: Mapping[int, Citation], updates: Sequence[Update]
) -> Answer:
    """Number the citations that are left from 1 without gaps, in order of first use."""
    used = dict.fromkeys(number for statement in statements for number in statement.citations)
    new = {old: number for number, old in enumerate(used, start=1)}
    updated = tuple(Update(tuple(new[n] for n in it.newer), tuple(new[n] for n in it.older)) for it in updates)
    pairs = [{*it.newer, *it.older} for it in updates]
    disagreements = tuple(
        replace(it, one=tuple(new[n] for n in it.one), other=tuple(new[n] for n in it.other))
        for it in answer.disagreements
        if {*it.one, *it.other} not in pairs and {*it.one, *it.other} <= new.keys()
    )
    return replace(
        answer,
        statements=tuple(replace(it, citations=tuple(new[number] for number in it.citations)) for it in statements),
        citations=tuple(replace(by_number[old], number=number) for old, number in new.items()),
        disagreements=disagreements,
        updates=updated,
    )
