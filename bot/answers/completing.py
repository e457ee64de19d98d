"""Completing: a sentence with the rest of its quotation and, where that is asked, with who speaks. Pure.

    "We are a small place.  ──▶  Mayor Lars Eide called it … "We are a small place. Everybody knows somebody," he said.

Takes a Candidate; gives it with the neighbours in its passage that it needs, as long as that stays short.
"""

from dataclasses import replace

from bot.answers.extractive import Candidate
from bot.quotes.direct_speech import cut_quotation, names_somebody, quoted_words

LONGEST = 420
"""Characters of a sentence with its neighbours; a quotation that runs on for longer is cut where its sentence ends."""


def completed(candidate: Candidate, question: str) -> Candidate:
    """Give a sentence with the rest of the quotation that begins or ends in it.

    If the question quotes words, it also asks who speaks: where no name stands beside the quotation, the sentence
    before comes with it.
    """
    passage = candidate.found.stored.passage
    if (candidate.start, candidate.end) not in passage.sentences:
        return candidate
    first = last = passage.sentences.index((candidate.start, candidate.end))
    while _within(candidate, first, last + 1) and cut_quotation(_text(candidate, first, last))[1]:
        last += 1
    while _within(candidate, first - 1, last) and cut_quotation(_text(candidate, first, last))[0]:
        first -= 1
    text = _text(candidate, first, last)
    if quoted_words(question) and not names_somebody(text) and _within(candidate, first - 1, last):
        first -= 1
    start, end = passage.sentences[first][0], passage.sentences[last][1]
    return replace(candidate, start=start, end=end, text=_text(candidate, first, last))


def _within(candidate: Candidate, first: int, last: int) -> bool:
    """Tell whether there are such sentences, and they are short enough to be shown as one."""
    sentences = candidate.found.stored.passage.sentences
    return first >= 0 and last < len(sentences) and sentences[last][1] - sentences[first][0] <= LONGEST


def _text(candidate: Candidate, first: int, last: int) -> str:
    passage = candidate.found.stored.passage
    start, end = passage.sentences[first][0], passage.sentences[last][1]
    return passage.text[start - passage.start : end - passage.start]
