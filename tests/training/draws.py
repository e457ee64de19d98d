"""What one training step sees: questions, each with a passage that answers it and one that does not.

A draw depends on the seed and its number alone, so that a run that was interrupted goes on as if it had not been.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from tests.training.sets import UNSPACED, Asked, Chunk, QuestionSet

HARD = 12
"""So many of the likest wrong passages of a question are drawn from."""

LONG_ANSWER, LONG_ANSWER_UNSPACED, LONG_WEIGHT = 32, 14, 3.0
"""Characters from which an answer is a clause rather than a name or a number, and how much oftener it is drawn: what is
asked with why, how and "what did she say" is rare in the sets."""

_TITLED = 0.7
"""Share of draws in which the passage comes with its title."""


@dataclass(frozen=True, slots=True)
class Draw:
    """A question, a passage that is read with it, and one that does not answer.

    Attributes:
        question: As asked.
        title: Of the article of `text`, or nothing.
        text: What answers; or what only seems to, where `start` is `end` and `within` is empty.
        start: First character of the answer in `text`.
        end: One past its last character.
        wrong_title: Of the article of `wrong_text`.
        wrong_text: What doesn't answer.
        within: Half-open stretches of `text` somewhere in which an answer stands, where its exact words are not known.
    """

    question: str
    title: str
    text: str
    start: int
    end: int
    wrong_title: str
    wrong_text: str
    within: tuple[tuple[int, int], ...] = ()


class Negatives:
    """Wrong passages for the questions of one set: of the same article, or like the question by its letters."""

    def __init__(self, questions: QuestionSet) -> None:
        self._chunks = questions.chunks
        self._same: dict[str, list[Chunk]] = {}
        for chunk in questions.chunks:
            self._same.setdefault(chunk.article, []).append(chunk)
        self._like = _likest(questions)

    def draw(self, asked: Asked, random: Random) -> Chunk | None:
        """Draw one; None where luck finds none that lacks the answer."""
        if random.random() < 0.3:
            return without_answer(asked)
        near = [self._chunks[i] for i in self._like.get(asked.id, ())]
        pool = self._same[asked.chunk.article] if random.random() < 0.4 or not near else near
        for _ in range(4):
            chunk = random.choice(pool)
            if lacks(chunk, asked):
                return chunk
        return without_answer(asked)


def lacks(chunk: Chunk, asked: Asked) -> bool:
    """Tell whether a chunk neither is the one that answers nor holds the words of the answer."""
    answer = asked.chunk.text[asked.start : asked.end].casefold().strip()
    return chunk is not asked.chunk and answer not in chunk.text.casefold()


def without_answer(asked: Asked) -> Chunk | None:
    """Give the chunk that answers without the sentences that hold the answer; None where nothing is left."""
    chunk, answer = asked.chunk, asked.chunk.text[asked.start : asked.end].casefold().strip()
    kept = [chunk.text[s:e] for s, e in chunk.sentences if answer not in chunk.text[s:e].casefold()]
    whole = "".join(kept) if chunk.language in UNSPACED else " ".join(kept)
    if not kept or answer in whole.casefold():
        return None
    return Chunk(chunk.article, chunk.title, whole, (), chunk.language)


def _likest(questions: QuestionSet, at_once: int = 500) -> Mapping[str, Sequence[int]]:
    unspaced = questions.chunks[0].language in UNSPACED
    vectorizer = TfidfVectorizer(
        analyzer="char" if unspaced else "char_wb",
        ngram_range=(1, 2) if unspaced else (3, 4),
        sublinear_tf=True,
        max_features=120_000,
        dtype=np.float32,
    )
    passages = vectorizer.fit_transform([f"{chunk.title} {chunk.text}" for chunk in questions.chunks]).T.tocsr()
    like: dict[str, list[int]] = {}
    for first in range(0, len(questions.asked), at_once):
        asked = questions.asked[first : first + at_once]
        scores = (vectorizer.transform([each.text for each in asked]) @ passages).toarray()
        best = np.argpartition(-scores, min(HARD, scores.shape[1] - 1), axis=1)[:, :HARD]
        like |= {each.id: row.tolist() for each, row in zip(asked, best, strict=True)}
    return like


class SetDraws:
    """Draws from one set in one language."""

    def __init__(self, questions: QuestionSet) -> None:
        self._asked, self._negatives = questions.asked, Negatives(questions)
        self._weights = list(accumulate(weight_of(asked) for asked in questions.asked))

    def __call__(self, random: Random) -> Draw | None:
        """Draw a question; None where no wrong passage was found."""
        asked = random.choices(self._asked, cum_weights=self._weights)[0]
        wrong = self._negatives.draw(asked, random)
        return draw_of(asked, asked.text, wrong, random) if wrong else None


class RewordedDraws:
    """Draws questions of several sets as readers ask them in other words, in the passage's language or another."""

    def __init__(self, sets: Sequence[QuestionSet], reworded: Mapping[str, Sequence[str]]) -> None:
        self._asked = [
            (asked, negatives)
            for questions in sets
            for negatives in (Negatives(questions),)
            for asked in questions.asked
            if asked.id in reworded
        ]
        self._reworded = reworded

    def __call__(self, random: Random) -> Draw | None:
        """Draw a question in one of its wordings; None where no wrong passage was found, or none is worded anew."""
        if not self._asked:
            return None
        asked, negatives = random.choice(self._asked)
        wrong = negatives.draw(asked, random)
        return draw_of(asked, random.choice(self._reworded[asked.id]), wrong, random) if wrong else None


class AcrossDraws:
    """Draws a question in one language over a passage in another, and wrong passages in either of them."""

    def __init__(self, languages: Mapping[str, QuestionSet], same: float) -> None:
        self._codes, self._same = sorted(languages), same
        self._by_id = {code: {asked.id: asked for asked in found.asked} for code, found in languages.items()}
        self._negatives = {code: Negatives(found) for code, found in languages.items()}
        common = set.intersection(*(set(each) for each in self._by_id.values()))
        self._ids = sorted(common)
        first = self._by_id[self._codes[0]]
        self._weights = list(accumulate(weight_of(first[name]) for name in self._ids))

    def __call__(self, random: Random) -> Draw | None:
        """Draw; the wrong passage is in the question's language as often as in that of the right one."""
        own, other = random.choice(self._codes), random.choice(self._codes)
        if random.random() < self._same:
            other = own
        name = random.choices(self._ids, cum_weights=self._weights)[0]
        question, asked = self._by_id[own][name], self._by_id[other][name]
        in_own = random.random() < 0.5
        wrong = self._negatives[own if in_own else other].draw(question if in_own else asked, random)
        return draw_of(asked, question.text, wrong, random) if wrong else None


class StatementDraws:
    """Draws what is no question with a question word over a passage in another language that says the same.

    A sentence of the translation, asked whether it is so, put as a question, or as a few of its words in a row, as
    people search. The whole sentence answers. Passages are taken whose sentences stand one for one.
    """

    def __init__(self, languages: Mapping[str, QuestionSet]) -> None:
        self._languages = {code: _by_article(found) for code, found in languages.items()}
        self._codes = sorted(languages)
        self._articles = sorted(set.intersection(*(set(found) for found in self._languages.values())))

    def __call__(self, random: Random) -> Draw | None:
        """Draw; None where the two passages part into sentences differently, or the sentence is too long or short."""
        own, other = random.sample(self._codes, 2)
        article = random.choice(self._articles)
        here, there = self._languages[own][article], self._languages[other][article]
        number = random.randrange(min(len(here), len(there)))
        mine, chunk = here[number], there[number]
        if len(here) != len(there) or len(mine.sentences) != len(chunk.sentences):
            return None
        place = random.randrange(len(chunk.sentences))
        (s, e), (start, end) = mine.sentences[place], chunk.sentences[place]
        if not (25 if own not in UNSPACED else 10) <= e - s <= 170 or end - start > 170:
            return None
        asked = Asked("", "", other, chunk, start, end)
        rest = without_answer(asked) if random.random() < 0.3 else random.choice([c for c in there if c is not chunk])
        return draw_of(asked, as_asked(mine.text[s:e], own, random), rest, random) if rest else None


_IS_IT_SO = {
    "ar": "هل صحيح أن {}؟",
    "de": "Stimmt es, dass {}?",
    "el": "Είναι αλήθεια ότι {};",
    "en": "Is it true that {}?",
    "es": "¿Es cierto que {}?",
    "hi": "क्या यह सच है कि {}?",
    "ro": "Este adevărat că {}?",
    "ru": "Правда ли, что {}?",
    "th": "จริงหรือไม่ที่{}",
    "tr": "{} doğru mu?",
    "vi": "Có đúng là {} không?",
    "zh": "{}，对吗？",
}


def as_asked(sentence: str, language: str, random: Random) -> str:
    """Put a sentence as people would ask for it: whether it is so, with a question mark, or in a few of its words."""
    bare, kind = sentence.rstrip(" .。।"), random.random()
    words = bare.split()
    if kind < 0.35 and len(words) > 5:
        chosen = sorted(random.sample(range(len(words)), random.randint(3, min(6, len(words)))))
        return " ".join(words[i].strip(",;:()") for i in chosen)
    if kind < 0.7:
        return _IS_IT_SO.get(language, "{}?").format(bare)
    return bare + ("؟" if language == "ar" else "?")


def _by_article(questions: QuestionSet) -> Mapping[str, Sequence[Chunk]]:
    found: dict[str, list[Chunk]] = {}
    for chunk in questions.chunks:
        found.setdefault(chunk.article, []).append(chunk)
    return {article: chunks for article, chunks in found.items() if len(chunks) > 1}


def weight_of(asked: Asked) -> float:
    """Say how much oftener than others a question is drawn, by the length of its answer."""
    long = LONG_ANSWER_UNSPACED if asked.chunk.language in UNSPACED else LONG_ANSWER
    return LONG_WEIGHT if asked.end - asked.start >= long else 1.0


def draw_of(asked: Asked, question: str, wrong: Chunk, random: Random) -> Draw:
    """Put a draw together, with titles or without."""
    titled = random.random() < _TITLED
    title, wrong_title = (asked.chunk.title, wrong.title) if titled else ("", "")
    return Draw(question, title, asked.chunk.text, asked.start, asked.end, wrong_title, wrong.text)


def draws(
    sources: Sequence[tuple[float, Callable[[Random], Draw | None]]], seed: int, block: int, many: int
) -> list[Draw]:
    """Give the draws of one block of steps.

    Args:
        sources: Each with its weight.
        seed: Of the run.
        block: Number of the block, from 0.
        many: How many draws a block has.
    """
    random = Random(f"{seed}/{block}")
    found: list[Draw] = []
    weights = [weight for weight, _ in sources]
    while len(found) < many:
        source = random.choices([source for _, source in sources], weights)[0]
        if draw := source(random):
            found.append(draw)
    return found
