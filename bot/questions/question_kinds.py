"""Kinds: whether a question is about the articles themselves, and about which subject. Pure.

Takes ReadConditions, whose conditions are out of the text already; gives what is asked, or None for a question that the
articles are to answer. Words stand in `question_kinds.toml`. In doubt it is an ordinary question.
"""

import re
from dataclasses import dataclass
from enum import Enum

from bot.facts.names import is_time
from bot.questions.conditions_reader import ReadConditions
from bot.questions.question_words import QuestionWords
from bot.questions.words import at, phrases, tokens
from ingest.index.conditions import Conditions

SEVERAL, SURE_FIRST, ANSWER_FIRST = 2, 1_000, 2_000
"""Articles from which "what happened with X" asks for a story rather than a fact. The others, more than any has, let
it be told where no sentence surely answers, and where none answers at all."""

TOPIC = "/topic"
"""What is typed before a subject to have its story told, in Telegram and in a terminal."""

_PARTS = re.compile(r"[:,;–—،؛]|\s-\s|[.?؟]\s")
_ASKING = ("polite", "which", "tell", "newest", "counted", "lead", "tail")
"""What asks for what happened in a time, of nothing in particular: "give me a summary of the news"."""

_TO_THE = "لل"
_MOST_BEFORE = 4
"""Words before "timeline" or "summary" that are its subject."""


class QuestionKind(Enum):
    """What is asked about the articles."""

    COUNT = "count"
    """How many there are."""
    LIST = "list"
    """Which there are, or what they report about a subject."""
    DIGEST = "digest"
    """What happened in a time."""
    WRITERS = "writers"
    """Who wrote about it: outlets and authors."""
    OUTLETS = "outlets"
    """Which outlets did."""
    LANGUAGES = "languages"
    """In which languages there are any."""
    NEWEST = "newest"
    """What came in these days."""
    LAST = "last"
    """The one that came last."""
    FIRST = "first"
    """The one that came first."""
    UPDATED = "updated"
    """When articles last came in."""
    DIFFERENCES = "differences"
    """In what the articles contradict each other."""
    TIMELINE = "timeline"
    """What happened with a subject over time."""


@dataclass(frozen=True, slots=True)
class About:
    """A question about the articles.

    Attributes:
        kind: What is asked.
        subject: Of what; "" where all articles are meant.
        surely: It was asked for by a command, so that it is no ordinary question.
        literally: Its words must stand in the article.
        least: Articles from which a story is told at once; of fewer it is told where no sentence surely answers.
    """

    kind: QuestionKind
    subject: str = ""
    surely: bool = False
    literally: bool = False
    least: int = 0


def kind_of(reading: ReadConditions, language: str) -> About | None:
    """Tell what a question asks about the articles; None where it asks for a fact."""
    text = re.sub(r"[\s?؟!.…:]+$", "", reading.text)
    asked = _Asked(text, tokens(text), language)
    if not asked.words:
        return About(QuestionKind.DIGEST) if reading.conditions else None
    if asked.first_of(asked.of("updated")) is not None and asked.idle_but("updated"):
        return About(QuestionKind.UPDATED)
    return (
        asked.counted()
        or asked.differing()
        or asked.of_writers()
        or asked.over_time(reading)
        or asked.latest()
        or asked.told(reading)
        or asked.befallen()
    )


def behind_topic(text: str) -> str | None:
    """Give what stands behind `/topic`; None for a text that does not begin with it."""
    word, _, rest = text.strip().partition(" ")
    return rest.strip() if word.casefold() == TOPIC else None


def topic_of(reading: ReadConditions, language: str) -> About:
    """Take the words behind `/topic` for a subject."""
    asked = _Asked(reading.text, tokens(reading.text), language)
    return About(QuestionKind.TIMELINE, asked.whole() or reading.text, surely=True)


@dataclass(frozen=True, slots=True)
class _Asked(QuestionWords):
    def counted(self) -> About | None:
        """Read "how many articles about X" and "which articles about X"."""
        for key, kind in (("how_many", QuestionKind.COUNT), ("which", QuestionKind.LIST)):
            lead = self.lead(self.of(key), 2)
            noun = at(self.words, lead[1], self.of("counted")) if lead else 0
            if lead and noun:
                rest = lead[1] + noun
                subject = self.after_about(rest)
                if subject or self.idle(self.words[rest:]):
                    return About(kind, subject, literally=self.mentions(rest))
        return self._named_alone()

    def _named_alone(self) -> About | None:
        """Read "articles about X" and "are there any articles about X"; "articles of X" may be those of a law."""
        start, end = self.first_of(self.of("counted")) or (0, 0)
        size = at(self.words, end, self.only_about()) if end and self.politely(start) else 0
        subject = self.subject(end + size, len(self.words)) if size else ""
        return About(QuestionKind.LIST, subject) if subject else None

    def differing(self) -> About | None:
        """Read "do the sources agree on X" and "where do the articles contradict each other"."""
        lead = self.lead(self.of("differ"), 1)
        if lead is None:
            return None
        subject = self.after_about(lead[1]) or self.subject(lead[1], len(self.words))
        return About(QuestionKind.DIFFERENCES, "" if self.idle(self.words[lead[1] :]) else subject)

    def of_writers(self) -> About | None:
        """Read "who wrote about X", "which outlets did" and "in which languages are there articles about X"."""
        for key, kind in (
            ("languages", QuestionKind.LANGUAGES),
            ("outlets", QuestionKind.OUTLETS),
            ("who", QuestionKind.WRITERS),
        ):
            lead = self.lead(self.of(key), 1)
            if lead is None:
                continue
            covered = at(self.words, lead[0], self.of("covered"))
            subject = self.subject(lead[1], len(self.words)) if covered else self.after_about(lead[1])
            if subject or (kind is QuestionKind.LANGUAGES and self.idle(self.words[lead[1] :])):
                return About(kind, subject)
        return None

    def over_time(self, reading: ReadConditions) -> About | None:
        """Read "what happened with X", "tell me about X", "timeline of X", "X timeline"."""
        for key, least in (("tell", 0), ("topic", SEVERAL)):
            lead = self.lead(self.of(key), 1)
            if lead and least == 0 and self._only_articles(lead[1], reading.conditions):
                return About(QuestionKind.DIGEST)
            if lead and (subject := self.subject(lead[1], len(self.words))):
                return About(QuestionKind.TIMELINE, subject, least=least)
        tail = self.first_of(self.of("topic_after"))
        if tail and tail[0] <= _MOST_BEFORE and tail[1] == len(self.words) and not self._asks(tail[0]):
            subject = self.subject(0, tail[0])
            return About(QuestionKind.TIMELINE, subject) if subject else None
        return None

    def _asks(self, end: int) -> bool:
        """Whether what asks for something stands before a token."""
        asking = (*phrases("asks", self.language, "parts.toml"), *self.of("which"), *self.of("polite"))
        return any(at(self.words, place, asking) for place in range(end))

    def _only_articles(self, start: int, conditions: Conditions) -> bool:
        """Whether from a token on only the articles are named, or those that fit: "all the news"."""
        counted = any(at(self.words, place, self.of("counted")) for place in range(start, len(self.words)))
        return (counted or bool(conditions)) and self.passes(start, len(self.words), ("which", "counted", "lead"))

    def befallen(self) -> About | None:
        """Read "what happened in X", "what did X do" and "is there anything about X"."""
        if subject := self._done_by():
            return About(QuestionKind.TIMELINE, subject, least=ANSWER_FIRST)
        if joined := self._joined():
            return About(QuestionKind.TIMELINE, joined, least=SURE_FIRST)
        lead = self.first_of(self.of("befell")) or self.first_of(self.only_about())
        if not lead or lead[1] < 2 or not self.politely(lead[0]):
            return None
        subject = self.subject(lead[1], len(self.words))
        if is_time(subject.partition(" ")[0], self.language) or subject[:1].isdigit():
            return None
        return About(QuestionKind.TIMELINE, subject, least=SURE_FIRST) if subject else None

    def _joined(self) -> str:
        """Give the subject that Arabic joins to its preposition: of "ماذا حدث للذئب" the word without "لل"."""
        lead = self.lead(self.of("befell_joined"))
        word = self.words[lead[1]].written if lead and lead[1] < len(self.words) else ""
        if lead is None or not word.startswith(_TO_THE) or len(word) <= 2 * len(_TO_THE):
            return ""
        return self.subject(lead[1], len(self.words)).removeprefix(_TO_THE)

    def latest(self) -> About | None:
        """Read "latest news about X", "X: what is new?", "what is new" and "the first article on X"."""
        if lead := self.lead(self.of("oldest_one")):
            return About(QuestionKind.FIRST, self.subject(lead[1], len(self.words)))
        lead = self.lead(self.of("newest"))
        if lead is None:
            behind = self._behind()
            return About(QuestionKind.NEWEST, behind) if behind else None
        kind = QuestionKind.LAST if at(self.words, lead[0], self.of("newest_one")) else QuestionKind.NEWEST
        subject = self.subject(lead[1], len(self.words))
        return About(kind, "" if self.idle(self.words[lead[1] :]) else subject)

    def _behind(self) -> str:
        """Give the subject that what asks for news stands behind, parted by a mark: "the quay – anything new?"."""
        for place in range(1, len(self.words)):
            gap = self.text[self.words[place - 1].end : self.words[place].start]
            if _PARTS.search(gap) and at(self.words, place, self.of("newest")):
                return self.subject(0, place) if self.passes(place, len(self.words), ("newest",)) else ""
        return ""

    def told(self, reading: ReadConditions) -> About | None:
        """Read "what was reported about X", and "what happened" or "summarise" with a time."""
        if self.idle(self.words):
            asks = reading.happened or reading.articles
            return About(QuestionKind.DIGEST) if asks and reading.conditions else None
        if reading.conditions and self.passes(0, len(self.words), _ASKING):
            return About(QuestionKind.DIGEST)
        if (reading.conditions.since or reading.conditions.before) and (subject := self._done_by()):
            return About(QuestionKind.LIST, subject)
        lead = self.first_of(self.of("told"))
        named = reading.articles or reading.conditions.outlets or (lead and self.press(lead[1]))
        if lead and lead[0] <= 1 and named and (subject := self.after_about(lead[1])):
            # "What did Reuters report about X?" is no question for what others report, where no outlet is called so.
            return (
                About(QuestionKind.LIST, subject) if reading.conditions.outlets or self.nobody_before(lead[1]) else None
            )
        if reading.happened and (reading.conditions.since or reading.conditions.before):
            left = [place for place, token in enumerate(self.words) if not self.idle([token])]
            subject = self.subject(left[0], len(self.words)) if left else ""
            return About(QuestionKind.LIST, subject) if subject else None
        return None

    def _done_by(self) -> str:
        """Give the subject of "what did X do", where nothing more is asked of it."""
        lead, ends = self.first_of(self.of("did")), self.of("did_end")
        if lead is None or lead[0] > 1:
            return ""
        end = len(self.words)
        tail = next((len(it) for it in ends if at(self.words, end - len(it), (it,))), 0)
        needs_end = self.language == "en" or self.words[lead[1] - 1].word in {"har", "hat"}
        return self.subject(lead[1], end - tail) if tail or not needs_end else ""
