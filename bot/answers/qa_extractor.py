"""Reading: which sentences of the found passages answer a question, by a model that reads both together.

    question, passages ──the best of each language──▶ QA model ──▶ sentences with their answering words ──▶ Candidates

Takes a question, Found passages and a QAModel, gives Candidates, the likeliest first, each with its probability.
`bot.answers.selection_by_reading` says which are shown. Reads no file.
"""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from bot.answers.calibration import Known, alone, probabilities, utility
from bot.answers.errata import erring
from bot.answers.expectation import asks_for_words, meets
from bot.answers.extractive import Candidate
from bot.answers.interviews import Interviews, asks, to_be_read
from bot.answers.retrieval import AskedVector, Found, Retrieval, tells
from bot.answers.table_rows import TextOf, table_of
from bot.facts.unknown_names import unknown_names
from bot.questions.contest_sides import Side, is_opposed, part_about, side_of
from bot.quotes.direct_speech import has_direct_speech, names_somebody, quoted_words
from bot.quotes.speech import are_close
from ingest.index import lexicon
from ingest.models.qa_model import QAModel, QAReading, SentenceReading
from ingest.text.folding import fold

PASSAGES_READ = 8
"""Passages that are read; it takes as long as embedding them."""

OWN_LANGUAGE = 3
"""So many of these at least are in the question's language, or one as good as it, as far as any were found."""

EMBEDDED = 6
"""Sentences in other languages whose own vectors are looked at, which takes some 10 ms each."""

UNLIKE = 0.1
"""Likeness that is supposed of the others."""

COMPARED = 5
"""Sentences of different articles that are compared with one another; each must be embedded for it."""

UNANSWERING = -12.0
"""The score of a sentence that cannot answer, a logit."""

Likeness = Callable[[AskedVector, Sequence[Candidate]], Sequence[float]]
"""Gives the centred likeness of sentences to a question."""

Drafted = tuple[Candidate, Known]


@dataclass(frozen=True, slots=True)
class _Words:
    """What a question says of somebody's words: the folded ones that it quotes; whether it asks for some, and whose.

    And which side of a vote or a contest it asks about.
    """

    question: str
    language: str
    quoted: Sequence[str]
    asked_for: bool
    names: Sequence[str]
    side: Side | None

    @classmethod
    def of(cls, asked: AskedVector) -> "_Words":
        asks = asks_for_words(asked.text, asked.language)
        names = unknown_names(asked.text, asked.language, [""]) if asks else []
        return cls(
            asked.text, asked.language, quoted_words(asked.text), asks, names, side_of(asked.text, asked.language)
        )

    def are_said(self, before: str, sentence: str) -> bool:
        """Whether words are asked for, and those of somebody who is meant are quoted in a sentence."""
        return self.asked_for and has_direct_speech(sentence) and self._is_theirs(before, sentence)

    def opposes(self, sentence: str, language: str) -> bool:
        """Whether another side than the one that is asked about is spoken of."""
        return self.side is not None and is_opposed(self.side, sentence, language)

    def about_side(self, sentence: str, language: str, answer: tuple[int, int]) -> tuple[int, int]:
        """Give the words that answer, or the part about the side that is asked about where they stand in another."""
        part = part_about(self.side, sentence, language) if self.side else None
        return part if part and not (part[0] <= answer[0] and answer[1] <= part[1]) else answer

    def stand_in(self, sentence: str) -> bool:
        """Whether what the question quotes stands there."""
        return bool(self.quoted) and any(words in fold(sentence).text for words in self.quoted)

    def _is_theirs(self, before: str, sentence: str) -> bool:
        """Whether a sentence, or the one before where it names nobody, has one of the names that are meant, if any."""
        texts = [sentence] if names_somebody(sentence) else [before, sentence]
        return not self.names or len(unknown_names(self.question, self.language, texts)) < len(self.names)


class QAExtractor:
    """Finds the sentences that answer; safe to use from several threads."""

    def __init__(self, retrieval: Retrieval, model: QAModel, likeness: Likeness, text_of: TextOf) -> None:
        self._retrieval, self._model, self._likeness = retrieval, model, likeness
        self._interviews, self._text_of = Interviews(retrieval.ask), text_of

    def candidates(self, asked: AskedVector, found: Sequence[Found]) -> list[Candidate]:
        """Give the sentences of the best passages with their answering words, the likeliest first."""
        drafted = self.known(asked, found)
        likely = probabilities([known for _, known in drafted])
        judged = [replace(each, score=value) for (each, _), value in zip(drafted, likely, strict=True)]
        return sorted(judged, key=lambda each: (-each.score, each.found.stored.id, each.start))

    def each(self, asked: AskedVector, found: Sequence[Found]) -> list[Candidate]:
        """Give the sentences of all passages, each with the probability that it answers whatever the others say."""
        drafted = self.known(asked, found, whole=True)
        judged = [replace(candidate, score=alone(known)) for candidate, known in drafted]
        return sorted(judged, key=lambda each: (-each.score, each.found.stored.id, each.start))

    def known(self, asked: AskedVector, found: Sequence[Found], *, whole: bool = False) -> list[Drafted]:
        """Give the sentences of the best passages, or of the `whole`, with all that is known of them, as they stand."""
        chosen = found if whole else to_read(found, asked.language)
        readings = self._read(asked, chosen)
        best = max((hit.score for hit in chosen), default=0.0)
        strange, said = _strange(asked, found, {hit.stored.article.source for hit in chosen}), _Words.of(asked)
        drafted = [
            (each, replace(known, behind=hit.score - best, strange=strange[hit.stored.article.source]))
            for hit, reading in zip(chosen, readings, strict=True)
            for each, known in self._sentences(asked, said, hit, reading)
        ]
        return self._with_likeness(asked, drafted)

    def _read(self, asked: AskedVector, found: Sequence[Found]) -> list[QAReading]:
        """Read passages with the headings of their tables and the questions that they answer; as they stand again."""
        tables = [table_of(hit.stored, self._text_of) for hit in found]
        passages = [to_be_read(hit.stored) for hit in found] + [each.read for each in tables if each]
        read = iter(self._model.read(asked.text, passages))
        told = [self._interviews.behind(asked, hit.stored, next(read)) for hit in found]
        return [each.into(it, next(read), asked.text) if each else it for each, it in zip(tables, told, strict=True)]

    def _sentences(self, asked: AskedVector, said: _Words, hit: Found, reading: QAReading) -> Iterator[Drafted]:
        passage = hit.stored.passage
        texts = [passage.text[start - passage.start : end - passage.start] for start, end in passage.sentences]
        weighted = self._retrieval.weigh(asked, passage.language)
        words = lexicon.scores(weighted, texts) if tells(weighted) else [0.0] * len(texts)
        wrong = erring(texts, passage.language, hit.stored.article.title or "")
        told = answering(texts, reading.sentences, wrong)
        before = ["", *texts][: len(texts)]
        for (start, end), text, last, lexical, read in zip(passage.sentences, texts, before, words, told, strict=True):
            if read is None:
                continue
            met = meets(asked.expected, text, passage.language) > 0
            begin = passage.start - start
            first, behind = said.about_side(text, passage.language, (begin + read.start, begin + read.end))
            place = (start + first, start + behind)
            candidate = Candidate(hit, start, end, text, hit.relevance, lexical, met, 0.0, place)
            answer, opposed = text[first:behind], said.opposes(text, passage.language)
            speaks, verbatim = said.are_said(last, text), said.stand_in(text)
            known = Known(read.score, hit.score, 0.0, words=answer, speaks=speaks, verbatim=verbatim, opposed=opposed)
            yield candidate, known

    def _with_likeness(self, asked: AskedVector, drafted: Sequence[Drafted]) -> list[Drafted]:
        """Add the likeness of sentences in other languages: that of the likeliest, and little for the rest.

        Norwegian, Danish and Swedish are read as one: a vector tells no more of them than of the question's own.
        """
        languages = [each.found.stored.passage.language for each, _ in drafted]
        foreign = [i for i, language in enumerate(languages) if not are_close(language, asked.language)]
        guessed = {i: utility(replace(drafted[i][1], own_likeness=UNLIKE)) for i in foreign}
        likeliest = sorted(foreign, key=lambda i: -guessed[i])[:EMBEDDED]
        likeness = dict.fromkeys(foreign, UNLIKE)
        likeness |= zip(likeliest, self._likeness(asked, [drafted[i][0] for i in likeliest]), strict=True)
        return [
            (candidate, replace(known, own_likeness=likeness.get(i))) for i, (candidate, known) in enumerate(drafted)
        ]


def _strange(asked: AskedVector, found: Sequence[Found], read: AbstractSet[str]) -> dict[str, bool]:
    """Say of each article that is read, by its source, whether the question names what nothing found of it does."""
    texts: dict[str, list[str]] = {}
    for hit in found:
        article, passage = hit.stored.article, hit.stored.passage
        texts.setdefault(article.source, [article.title or ""]).extend((passage.heading, passage.text))
    return {source: bool(unknown_names(asked.text, asked.language, texts[source])) for source in read}


def answering(
    texts: Sequence[str], read: Sequence[SentenceReading | None], wrong: Sequence[bool] = ()
) -> list[SentenceReading | None]:
    """Take an article's own questions, and what it repeats as `wrong`, for no answers.

    The sentence behind each answers as surely as it seemed to: "How did they part the pages? With steam, bone and
    patience." The first sentence is nearer to the question.
    """
    told = list(read)
    for i, (text, reading) in enumerate(zip(texts, read, strict=True)):
        behind = told[i + 1] if i + 1 < len(told) else None
        if reading is None or not (asks(text) or (wrong and wrong[i])):
            continue
        told[i] = replace(reading, score=min(reading.score, UNANSWERING))
        if behind is not None and behind.score < reading.score:
            told[i + 1] = replace(behind, score=reading.score)
    return told


def to_read(found: Sequence[Found], language: str) -> list[Found]:
    """Choose the best passages, enough of them in the question's own language, in the order in which they came."""
    own = [hit for hit in found if are_close(hit.stored.passage.language, language)][:OWN_LANGUAGE]
    rest = [hit for hit in found if hit not in own][: PASSAGES_READ - len(own)]
    chosen = {hit.stored.id for hit in (*own, *rest)}
    return [hit for hit in found if hit.stored.id in chosen]


def by_reading(found: Sequence[Found], candidates: Sequence[Candidate]) -> list[Found]:
    """Put passages in their last order: those that were read by their best sentence, then the others as they came."""
    best: dict[int, float] = {}
    for each in candidates:
        best[each.found.stored.id] = max(each.score, best.get(each.found.stored.id, 0.0))
    read = [hit for hit in found if hit.stored.id in best]
    rest = [hit for hit in found if hit.stored.id not in best]
    dealt = sorted((hit.score for hit in read), reverse=True)
    ordered = sorted(read, key=lambda hit: (-best[hit.stored.id], hit.stored.id))
    return [*(replace(hit, score=score) for hit, score in zip(ordered, dealt, strict=True)), *rest]


def compared(said: Sequence[Candidate], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give what is looked at for contradictions: what is said, and the likeliest sentence of each of a few others."""
    chosen = list(said)
    for each in candidates:
        sources = [other.found.stored.article.source for other in chosen]
        if each.found.stored.article.source not in sources and len(chosen) < COMPARED:
            chosen.append(each)
    return chosen
