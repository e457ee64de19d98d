"""Confidence: whether the best sentence found answers the question, or the articles don't know. Pure.

Takes the ranked candidates and the language asked in; gives a probability from a logistic model of five features. It
was fitted on every second question of XQuAD, asked with the answering article in the index and taken out, in Arabic
and English both ways; the weights of words were then halved, since those questions were written with the text in view
and share more words with it than a reader's would. tests/evaluation/LOG.md has the figures.
"""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.answers.extractive import Candidate
from bot.settings import Caution

THRESHOLDS: Mapping[Caution, float] = MappingProxyType({"low": 0.1, "normal": 0.25, "high": 0.5})
"""Below, an answer is declined; entry 13 of tests/evaluation/LOG.md says what each level declines."""

_LIKENESS, _PASSAGE, _SENTENCE_WORDS, _PASSAGE_WORDS, _SAME_LANGUAGE, _BASE = 19.0, 17.5, 2.3, 2.0, -3.0, -7.65


def confidence(candidates: Sequence[Candidate], language: str) -> float:
    """Give the probability, 0 to 1, that the first candidate answers a question asked in `language`.

    Within one language likeness is higher and words must bear it out; across languages there are no common words.
    """
    if not candidates:
        return 0.0
    best = candidates[0]
    same = best.found.stored.passage.language == language
    logit = (
        _LIKENESS * best.relevance
        + _PASSAGE * best.found.score
        + _SENTENCE_WORDS * best.lexical
        + _PASSAGE_WORDS * max(candidate.found.lexical for candidate in candidates)
        + _SAME_LANGUAGE * same
        + _BASE
    )
    return 1 / (1 + math.exp(-logit))
