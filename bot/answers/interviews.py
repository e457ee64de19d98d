"""Interviews: passages below a heading that asks what they answer.

    "**What worries you most?** That the lake empties." ──▶ read together; whoever asks the same is answered by that

A heading that asks is context of the passage below it, and never quoted. Read as its title it hides what is answered;
read before its first sentence it shows that. Where the heading asks nearly what was asked, that sentence answers.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from bot.answers.calibration import SURE
from bot.answers.retrieval import AskedVector
from ingest.index.catalogue import StoredPassage
from ingest.models.centring import Vector
from ingest.models.qa_model import QAPassage, QAReading

LEAST_ALIKE = 0.72
"""Likeness of two centred questions from which they ask the same. Of 15 questions and 7 headings in five languages
eleven pairs ask the same: five lay at .75 to .89, the others, mostly of two languages, at .52 to .67; of what asks
something else none was above .68."""

_ASKS = re.compile(r"[?؟？][\s»”\"’')）」』]*$")
_REMEMBERED = 4_096

Embed = Callable[[str, str], AskedVector]
"""Gives a question in a language as the model sees it."""


def asks(text: str) -> bool:
    """Whether a sentence ends as a question does."""
    return bool(_ASKS.search(text))


class Interviews:
    """Reads such passages; remembers the vectors of their headings. Safe to use from several threads."""

    def __init__(self, embed: Embed) -> None:
        self._vector = lru_cache(_REMEMBERED)(lambda heading, language: _vector(embed, heading, language))

    def behind(self, asked: AskedVector, stored: StoredPassage, reading: QAReading) -> QAReading:
        """Give what was read of a passage without the heading before it, whose answer the first sentence is."""
        heading = heading_question(stored)
        if not heading:
            return reading
        length = len(heading) + 1
        question, *rest = reading.sentences
        told = [replace(each, start=each.start - length, end=each.end - length) if each else None for each in rest]
        if told and told[0] and question:
            alike = float(self._vector(heading, stored.passage.language) @ asked.vector) >= LEAST_ALIKE
            least = SURE if alike else question.score
            told[0] = replace(told[0], score=max(told[0].score, least))
        return replace(reading, sentences=tuple(told))


def heading_question(stored: StoredPassage) -> str:
    """Give the heading of a passage where it asks; else ""."""
    title = stored.article.title or ""
    heading = stored.passage.heading.removeprefix(title).removeprefix(" – ")
    return heading if asks(heading) else ""


def to_be_read(stored: StoredPassage) -> QAPassage:
    """Give what is read of a passage: its heading as title, or, where that asks, as the first sentence."""
    passage, heading = stored.passage, heading_question(stored)
    begin = passage.start - len(f"{heading} ") if heading else passage.start
    sentences = tuple((start - begin, end - begin) for start, end in passage.sentences)
    if not heading:
        return QAPassage(passage.heading, passage.text, sentences)
    return QAPassage(stored.article.title or "", f"{heading} {passage.text}", ((0, len(heading)), *sentences))


def _vector(embed: Embed, heading: str, language: str) -> Vector:
    return embed(heading, language).vector
