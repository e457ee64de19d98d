"""Itemising: all sentences of all passages that answer a question for a list, one line an item, each cited.

    Wanted ──each kind asked──▶ QA model over all passages ──what says something new──▶ Answer, or None: no list

Takes a question that `bot.questions.lists` has read. An item is a sentence of an article with words that no line above
holds. Where more may be in the articles, the answer says so.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.answers.answer import Answer, Notice, Question, Voice
from bot.answers.extractive import Candidate
from bot.answers.making import answered
from bot.answers.retrieval import AskedVector, Found, Retrieval
from bot.facts.sounds import heard
from bot.questions.lists import WantedList
from bot.quotes.citation import Citation
from bot.quotes.citing import cite_each
from bot.quotes.orders import gives_orders
from ingest.text.terms import holds, padded, terms

PASSAGES_SEARCHED = 24
"""Passages that are read; it takes thrice as long as reading those of an ordinary question."""

LEAST, LEAST_DEMANDED = 0.25, 0.18
"""Probability, as level with its best rival, from which a sentence is an item, and where a list was demanded; chosen as
`tests/evaluation/LOG.md` says."""

LEAST_OF_KIND = 0.1
"""The same where a kind alone is asked for and the sentence names that kind."""

PLAIN = 0.4
"""The same from which all items together are said plainly."""

PERHAPS = 0.1
"""From here on a sentence may have been one more."""

MOST_ITEMS = 8

_NAMED = 0.45
"""Of the terms of a kind, what a sentence must hold to name it: another ending does no harm."""

_SAID = 0.8
"""Of the terms of the words that answer, what must stand above for an item to say nothing new."""

ReadEach = Callable[[AskedVector, Sequence[Found]], list[Candidate]]
Take = Callable[[Sequence[Candidate]], Iterator[Citation]]


class Itemising:
    """Lists; safe to use from several threads."""

    def __init__(self, retrieval: Retrieval, read: ReadEach, take: Take) -> None:
        self._retrieval, self._read, self._take = retrieval, read, take

    def answer(self, question: Question, wanted: WantedList, language: str) -> Answer | None:
        """Answer a question for a list asked in `language`; None where no two sentences answer, or one if demanded."""
        items, more = self._items(question, wanted, language)
        if len(items) < (1 if wanted.demanded else 2):
            return None
        shown = items[:MOST_ITEMS]
        statements, citations = cite_each(self._take(shown))
        if not statements:
            return None
        sure = min(item.score for item in shown) >= PLAIN
        answer = answered(question, language, statements, citations, [item.found for item in shown])
        notices = (Notice.NOT_ALL,) if more or len(items) > MOST_ITEMS else ()
        return replace(answer, notices=notices, voice=Voice.SURE if sure else Voice.UNSURE)

    def _items(self, question: Question, wanted: WantedList, language: str) -> tuple[list[Candidate], bool]:
        """Give the sentences that answer, the likeliest first, and whether there may be more."""
        items: list[Candidate] = []
        more, least = bool(wanted.kinds), LEAST_DEMANDED if wanted.demanded else LEAST
        for text, kind in zip(wanted.questions, wanted.kinds or ("",) * len(wanted.questions), strict=True):
            asked = self._retrieval.ask(text, language)
            found = self._retrieval.find(asked, PASSAGES_SEARCHED, question.conditions)
            for each in self._read(asked, found):
                if gives_orders(each.text):
                    continue
                needed = LEAST_OF_KIND if kind and _names(each, kind) else least
                if kind and each.found.stored.passage.language == language and needed == least:
                    continue  # Of its own language it would name the kind.
                if each.score >= needed:
                    items += [] if _is_said(each, items) else [each]
                else:
                    more = more or each.score >= PERHAPS
        return items, more


def _names(candidate: Candidate, kind: str) -> bool:
    """Whether a sentence names the kind that it is to be an item of."""
    return holds(padded(candidate.text), set(terms(kind)), _NAMED)


def _is_said(candidate: Candidate, items: Sequence[Candidate]) -> bool:
    """Whether the words that answer stand in an item already, perhaps in another script."""
    words = candidate.words
    wanted = set(terms(words))
    return any(holds(padded(item.text), wanted, _SAID) or heard(words, item.text) >= _SAID for item in items)
