"""Introducing: the likeliest sentence that names whom a question asks about, where none surely says who or what it is.

    Name ──passages that are near──▶ QA model ──sentences with the name──▶ Answer, or None: no article names it

Takes a question that `bot.questions.introductions` has read. It is said as "not sure": what is told with a name mostly
tells what it is ("the Havbris wind field"), and who asks for it is better served than by silence.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.answers.answer import Answer, Question, Voice
from bot.answers.extractive import Candidate
from bot.answers.making import answered
from bot.answers.retrieval import AskedVector, Found, Retrieval
from bot.facts.sounds import heard
from bot.questions.words import at, folded, tokens
from bot.quotes.citation import Citation
from bot.quotes.citing import cite_each
from bot.quotes.orders import gives_orders

PASSAGES_SEARCHED = 12
"""Passages whose sentences are read."""

ReadEach = Callable[[AskedVector, Sequence[Found]], list[Candidate]]
Take = Callable[[Sequence[Candidate]], Iterator[Citation]]


class Introducing:
    """Answers who or what is named so; safe to use from several threads."""

    def __init__(self, retrieval: Retrieval, read: ReadEach, take: Take) -> None:
        self._retrieval, self._read, self._take = retrieval, read, take

    def answer(self, question: Question, name: str, language: str) -> Answer | None:
        """Answer a question about a name in `language`; None where no sentence near it holds the name."""
        asked = self._retrieval.ask(question.text, language)
        found = self._retrieval.find(asked, PASSAGES_SEARCHED, question.conditions)
        naming = [each for each in self._read(asked, found) if names(each.text, name) and not gives_orders(each.text)]
        naming.sort(key=lambda each: (each.found.stored.passage.language != language, -each.score))
        quote = next(self._take(naming[:1]), None) if naming else None
        if quote is None:
            return None
        statements, citations = cite_each([quote])
        answer = answered(question, language, statements, citations, [naming[0].found])
        return replace(answer, voice=Voice.UNSURE, confidence=naming[0].score)


def names(sentence: str, name: str) -> bool:
    """Whether a sentence holds a name: its words in a row, with a capital where the script has them, or their sounds.

    What begins a sentence has a capital anyway, so that there the name must have been typed with one.
    """
    said, wanted = tokens(sentence), (folded(name),)
    first = int(name[:1].islower())
    in_a_row = any(
        at(said, place, wanted) and not said[place].written[0].islower() for place in range(first, len(said))
    )
    return in_a_row or heard(name, sentence) == 1
