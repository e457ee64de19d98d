"""Stages: what the answerer is about to do, for whoever would like to watch; never what it has found out.

Told where the next step may take seconds. Knows neither who watches nor where; what is told holds no word of an article
or of a language model, so that nothing unverified is ever on show.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from bot.texts import Texts

if TYPE_CHECKING:
    from bot.answers.retrieval import Found


class Doing(Enum):
    """What comes next."""

    UNDERSTANDING = "understanding"
    """A language model puts a follow-up into a question that stands alone."""
    SEARCHING = "searching"
    """Passages are looked for, for the question or for a part of it."""
    READING = "reading"
    """A language model reads them and drafts; what it says is checked after."""
    TRANSLATING = "translating"
    """The quotes are checked; those in other languages are translated."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of an answer.

    Attributes:
        doing: What comes next.
        language: ISO 639-1 code of the language that the asker is spoken to in; "und" if it is not known.
        sources: How many articles are read.
        languages: Their languages, ISO 639-1, those of the best passages first.
        part: Which part of a question it is, from 1; 0 for all of it.
        parts: How many there are.
    """

    doing: Doing
    language: str
    sources: int = 0
    languages: tuple[str, ...] = ()
    part: int = 0
    parts: int = 0


Tell = Callable[[Stage], None]
"""Whom to tell; called in the answerer's thread, and must return at once."""


def silently(_stage: Stage) -> None:
    """Tell nobody."""


def reading(found: Iterable["Found"], language: str) -> Stage:
    """Give the stage in which the articles of these passages are read."""
    passages = [hit.stored for hit in found]
    sources = {passage.article.source for passage in passages}
    languages = dict.fromkeys(passage.passage.language for passage in passages)
    return Stage(Doing.READING, language, len(sources), tuple(languages))


def described(stage: Stage, texts: Texts) -> str:
    """Say in one line what is being done."""
    if stage.part:
        return texts.text("stage.part", number=stage.part, count=stage.parts)
    if stage.doing is not Doing.READING:
        return texts.text(f"stage.{stage.doing.value}")
    names = [name for language in stage.languages if (name := texts.language_name(language))]
    said = texts.plural("stage.reading", stage.sources)
    return f"{said} ({texts.listed(names)})" if len(names) > 1 else said
