"""How good an adapter is, on development questions: each with the passage that answers it among a few that do not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer

from ingest.models.network import QANetwork
from ingest.models.pairs import padded, pairs
from tests.training.draws import Negatives, lacks
from tests.training.news import (
    Articles,
    NewsQuestion,
    Stretch,
    read_invented,
    read_questions,
    read_translations,
)
from tests.training.sets import Asked, Chunk, QuestionSet, read_set, read_xquad

PER_KIND, AGAINST = 40, 3


@dataclass(frozen=True, slots=True)
class Case:
    """A question with passages; the first one answers."""

    question: str
    asked: Asked
    wrong: tuple[Chunk, ...]


class Development:
    """Development questions of every kind, chosen once."""

    def __init__(
        self,
        qa: Path,
        xquad: Path,
        sets: Mapping[str, tuple[float, int]],
        tokenizer: Tokenizer,
        part: str = "dev",
        news: Path | None = None,
    ) -> None:
        self._tokenizer = tokenizer
        self._kinds: dict[str, list[Case]] = {}
        for name, (_, share) in sets.items():
            self._kinds[name] = _cases(read_set(qa / name, part, share))
        languages = read_xquad(xquad, part)
        for own, other in (("en", "en"), ("ar", "ar"), ("en", "ar"), ("ar", "en"), ("de", "ru"), ("ru", "es")):
            self._kinds[f"{own}-{other}"] = _across(languages[own], languages[other])
        if news:
            questions, translations = read_questions(part), read_translations(news)
            self._kinds["news"] = list(_news(questions, translations, own=True))
            self._kinds["news across"] = list(_news(questions, translations, own=False))
            invented, written = read_invented(part)
            self._kinds["invented"] = list(_news(invented, written, own=None))

    def measure(self, network: QANetwork) -> dict[str, list[float]]:
        """Give for each kind: answering sentence first; right passage first by relevance; area under the curve."""
        return {kind: self._measure(network, cases) for kind, cases in self._kinds.items() if cases}

    def _measure(self, network: QANetwork, cases: Sequence[Case]) -> list[float]:
        first, passage, with_it, without = [], [], [], []
        for case in cases:
            chunks = [case.asked.chunk, *case.wrong]
            rows = pairs(self._tokenizer, case.question, [(chunk.title, chunk.text) for chunk in chunks])
            with torch.no_grad():
                spans, relevance = network(*(torch.from_numpy(each) for each in padded(rows)))
            best, found = -1e9, (0, 0, 0)
            for i, row in enumerate(rows):
                inside = torch.from_numpy(row.inside)
                sums = _best(spans[i, : len(row.ids)], inside)
                if sums[0] > best:
                    best, found = sums[0], (i, *row.offsets[sums[1]])
            middle = (found[1] + found[2]) / 2
            right = [
                s <= middle < e for s, e in case.asked.chunk.sentences if s < case.asked.end and case.asked.start < e
            ]
            first.append(found[0] == 0 and any(right))
            passage.append(int(relevance.argmax()) == 0)
            with_it.append(float(relevance.max()))
            without.append(float(relevance[1:].max()))
        area = roc_auc_score([1] * len(with_it) + [0] * len(without), with_it + without)
        return [round(float(np.mean(first)), 3), round(float(np.mean(passage)), 3), round(float(area), 3)]


def _best(spans: torch.Tensor, inside: torch.Tensor) -> tuple[float, int]:
    start = spans[:, 0].masked_fill(~inside, -1e4)
    end = spans[:, 1].masked_fill(~inside, -1e4)
    sums = (start[:, None] + end[None, :]).triu().tril(30)
    sums = sums.masked_fill(sums == 0, -1e4)
    place = int(sums.argmax())
    return float(sums.flatten()[place]), place // len(inside)


def _cases(questions: QuestionSet) -> list[Case]:
    random, negatives = Random(1), Negatives(questions)
    chosen = random.sample(questions.asked, min(PER_KIND, len(questions.asked)))
    cases = []
    for asked in chosen:
        wrong = {id(c): c for _ in range(12) if (c := negatives.draw(asked, random)) and c.sentences}
        cases.append(Case(asked.text, asked, tuple(list(wrong.values())[:AGAINST])))
    return [case for case in cases if case.wrong]


def _across(own: QuestionSet, other: QuestionSet) -> list[Case]:
    random = Random(2)
    answers = {asked.id: asked for asked in other.asked}
    cases = []
    for question in random.sample(own.asked, min(PER_KIND, len(own.asked))):
        if asked := answers.get(question.id):
            near = [c for c in (*own.chunks, *other.chunks) if c.article == asked.chunk.article and lacks(c, asked)]
            near = [c for c in near if lacks(c, question)]
            cases.append(Case(question.text, asked, tuple(random.sample(near, min(AGAINST, len(near))))))
    return [case for case in cases if case.wrong]


def _news(questions: Sequence[NewsQuestion], translations: Articles, *, own: bool | None) -> Iterator[Case]:
    """Ask each question of the article in its own language, or of a translation; the rest of the article is wrong.

    With None for `own` the article is in whichever language it was written in.
    """
    random = Random(3)
    for question in questions:
        code = random.choice(sorted(question.texts))
        codes = [each for each in sorted(translations) if question.article in translations[each]]
        language = code if own else random.choice([each for each in codes if each != code or own is None] or [code])
        whole = translations.get(language, {}).get(question.article, ())
        right = [each for each in whole if question.answers and question.answers[0] in each.places]
        wrong = [each for each in whole if not set(question.answers) & each.places.keys()]
        if right and wrong:
            chunk, (start, end) = _chunk(right[0]), right[0].places[question.answers[0]]
            asked = Asked("", question.texts[code], code, chunk, start, end)
            near = random.sample(wrong, min(AGAINST, len(wrong)))
            yield Case(asked.text, asked, tuple(map(_chunk, near)))


def _chunk(stretch: Stretch) -> Chunk:
    return Chunk(stretch.article, stretch.title, stretch.text, tuple(stretch.places.values()), stretch.language)
