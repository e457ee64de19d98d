"""Kinds: whether a question is about the articles themselves, and about which subject. Pure.

Takes ReadConditions, whose conditions are out of the text already; gives what is asked, or None for a question that the
articles are to answer. Words stand in `question_kinds.toml`. In doubt it is an ordinary question.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.facts.names import is_time
from bot.questions.conditions_reader import ReadConditions
from bot.questions.words import Phrase, Token, at, phrases, tokens
from ingest.index.conditions import Conditions

LONGEST_SUBJECT = 12
"""Words; more are a question of their own."""

SEVERAL, SURE_FIRST, ANSWER_FIRST = 2, 1_000, 2_000
"""Articles from which "what happened with X" asks for a story rather than a fact. The others, more than any has, let
it be told where no sentence surely answers, and where none answers at all."""

TOPIC = "/topic"
"""What is typed before a subject to have its story told, in Telegram and in a terminal."""

_FILE = "question_kinds.toml"
_ASKING = ("polite", "which", "tell", "newest", "counted", "lead", "tail")
"""What asks for what happened in a time, of nothing in particular: "give me a summary of the news"."""

_TO_THE = "لل"


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
    UPDATED = "updated"
    """When articles last came in."""
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
    if asked.first("updated") is not None and asked.idle_but("updated"):
        return About(QuestionKind.UPDATED)
    return (
        asked.counted()
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
class _Asked:
    text: str
    words: Sequence[Token]
    language: str

    def counted(self) -> About | None:
        """Read "how many articles about X" and "which articles about X"."""
        for key, kind in (("how_many", QuestionKind.COUNT), ("which", QuestionKind.LIST)):
            lead = self._lead(self._of(key), 2)
            noun = at(self.words, lead[1], self._of("counted")) if lead else 0
            if lead and noun:
                rest = lead[1] + noun
                subject = self._after_about(rest)
                if subject or self._idle(self.words[rest:]):
                    return About(kind, subject, literally=self._mentions(rest))
        return self._named_alone()

    def _named_alone(self) -> About | None:
        """Read "articles about X" and "are there any articles about X"; "articles of X" may be those of a law."""
        start, end = self._first(self._of("counted")) or (0, 0)
        size = at(self.words, end, self._only_about()) if end and self._politely(start) else 0
        subject = self._subject(end + size, len(self.words)) if size else ""
        return About(QuestionKind.LIST, subject) if subject else None

    def of_writers(self) -> About | None:
        """Read "who wrote about X", "which outlets did" and "in which languages are there articles about X"."""
        for key, kind in (
            ("languages", QuestionKind.LANGUAGES),
            ("outlets", QuestionKind.OUTLETS),
            ("who", QuestionKind.WRITERS),
        ):
            lead = self._lead(self._of(key), 1)
            if lead is None:
                continue
            covered = at(self.words, lead[0], self._of("covered"))
            subject = self._subject(lead[1], len(self.words)) if covered else self._after_about(lead[1])
            if subject or (kind is QuestionKind.LANGUAGES and self._idle(self.words[lead[1] :])):
                return About(kind, subject)
        return None

    def over_time(self, reading: ReadConditions) -> About | None:
        """Read "what happened with X", "tell me about X", "timeline of X", "X timeline"."""
        for key, least in (("tell", 0), ("topic", SEVERAL)):
            lead = self._lead(self._of(key), 1)
            if lead and least == 0 and self._only_articles(lead[1], reading.conditions):
                return About(QuestionKind.DIGEST)
            if lead and (subject := self._subject(lead[1], len(self.words))):
                return About(QuestionKind.TIMELINE, subject, least=least)
        tail = self._first(self._of("topic_after"))
        if tail and tail[0] and tail[1] == len(self.words) and self.language == "en":
            return About(QuestionKind.TIMELINE, self._subject(0, tail[0]))
        return None

    def _only_articles(self, start: int, conditions: Conditions) -> bool:
        """Whether from a token on only the articles are named, or those that fit: "all the news"."""
        counted = any(at(self.words, place, self._of("counted")) for place in range(start, len(self.words)))
        return (counted or bool(conditions)) and self._passes(start, len(self.words), ("which", "counted", "lead"))

    def befallen(self) -> About | None:
        """Read "what happened in X", "what did X do" and "is there anything about X"."""
        if subject := self._done_by():
            return About(QuestionKind.TIMELINE, subject, least=ANSWER_FIRST)
        if joined := self._joined():
            return About(QuestionKind.TIMELINE, joined, least=SURE_FIRST)
        lead = self._first(self._of("befell")) or self._first(self._only_about())
        if not lead or lead[1] < 2 or not self._politely(lead[0]):
            return None
        subject = self._subject(lead[1], len(self.words))
        if is_time(subject.partition(" ")[0], self.language) or subject[:1].isdigit():
            return None
        return About(QuestionKind.TIMELINE, subject, least=SURE_FIRST) if subject else None

    def _joined(self) -> str:
        """Give the subject that Arabic joins to its preposition: of "ماذا حدث للذئب" the word without "لل"."""
        lead = self._lead(self._of("befell_joined"))
        word = self.words[lead[1]].written if lead and lead[1] < len(self.words) else ""
        if lead is None or not word.startswith(_TO_THE) or len(word) <= 2 * len(_TO_THE):
            return ""
        return self._subject(lead[1], len(self.words)).removeprefix(_TO_THE)

    def latest(self) -> About | None:
        """Read "latest news about X" and "what is new"."""
        lead = self._lead(self._of("newest"))
        if lead is None:
            return None
        kind = QuestionKind.LAST if at(self.words, lead[0], self._of("newest_one")) else QuestionKind.NEWEST
        subject = self._subject(lead[1], len(self.words))
        return About(kind, "" if self._idle(self.words[lead[1] :]) else subject)

    def told(self, reading: ReadConditions) -> About | None:
        """Read "what was reported about X", and "what happened" or "summarise" with a time."""
        if self._idle(self.words):
            asks = reading.happened or reading.articles
            return About(QuestionKind.DIGEST) if asks and reading.conditions else None
        if reading.conditions and self._passes(0, len(self.words), _ASKING):
            return About(QuestionKind.DIGEST)
        if (reading.conditions.since or reading.conditions.before) and (subject := self._done_by()):
            return About(QuestionKind.LIST, subject)
        lead = self._first(self._of("told"))
        named = reading.articles or reading.conditions.outlets
        if lead and lead[0] <= 1 and named and (subject := self._after_about(lead[1])):
            # "What did Reuters report about X?" is no question for what others report, where no outlet is called so.
            return (
                About(QuestionKind.LIST, subject)
                if reading.conditions.outlets or self._nobody_before(lead[1])
                else None
            )
        if reading.happened and (reading.conditions.since or reading.conditions.before):
            left = [place for place, token in enumerate(self.words) if not self._idle([token])]
            subject = self._subject(left[0], len(self.words)) if left else ""
            return About(QuestionKind.LIST, subject) if subject else None
        return None

    def _done_by(self) -> str:
        """Give the subject of "what did X do", where nothing more is asked of it."""
        lead, ends = self._first(self._of("did")), self._of("did_end")
        if lead is None or lead[0] > 1:
            return ""
        end = len(self.words)
        tail = next((len(it) for it in ends if at(self.words, end - len(it), (it,))), 0)
        needs_end = self.language == "en" or self.words[lead[1] - 1].word in {"har", "hat"}
        return self._subject(lead[1], end - tail) if tail or not needs_end else ""

    def whole(self) -> str:
        """Give the whole text as a subject; "" where it is none."""
        return self._subject(0, len(self.words))

    def first(self, key: str) -> tuple[int, int] | None:
        """Give where the first phrase of a list begins and ends."""
        return self._first(self._of(key))

    def idle_but(self, key: str) -> bool:
        """Whether no more than three words besides a phrase say anything."""
        found = self._first(self._of(key))
        if found is None:
            return False
        rest = [*self.words[: found[0]], *self.words[found[1] :]]
        return sum(not self._idle([token]) for token in rest) <= 3

    def _lead(self, among: Sequence[Phrase], most: int = 0) -> tuple[int, int] | None:
        """Give where the first of some phrases stands, if no more than so many words, or politeness, go before it."""
        lead = self._first(among)
        return lead if lead and (lead[0] <= most or self._politely(lead[0])) else None

    def _first(self, among: Sequence[Phrase]) -> tuple[int, int] | None:
        for place in range(len(self.words)):
            if size := at(self.words, place, among):
                return place, place + size
        return None

    def _only_about(self) -> list[Phrase]:
        """Give the words for "about" that do not also say who published: not the "de" of "articles de …"."""
        others = phrases("according", self.language)
        return [phrase for phrase in phrases("about", self.language) if phrase not in others]

    def _mentions(self, start: int) -> bool:
        """Whether the first "about" from a token on is "mention"."""
        about, mention = phrases("about", self.language), self._of("mention")
        leads = (place for place in range(start, len(self.words)) if at(self.words, place, about))
        return bool(at(self.words, next(leads, len(self.words)), mention))

    def _after_about(self, start: int) -> str:
        """Give what follows the first "about" from a token on."""
        about = phrases("about", self.language)
        for place in range(start, len(self.words)):
            if size := at(self.words, place, about):
                return self._subject(place + size, len(self.words))
        return ""

    def _nobody_before(self, start: int) -> bool:
        """Whether nobody is named from a token on to the next "about", or just "the newspapers"."""
        about = phrases("about", self.language)
        end = next((place for place in range(start, len(self.words)) if at(self.words, place, about)), start)
        return all(self._idle([word]) or at([word], 0, self._of("press")) for word in self.words[start:end])

    def _subject(self, start: int, end: int) -> str:
        """Give the text between two tokens without words around it that are none of the subject."""
        lead, tail = self._of("lead"), self._of("tail")
        while start < end and (size := at(self.words, start, lead)):
            start += size
        while start < end and any(at(self.words, end - len(it), (it,)) for it in tail if end - len(it) > start):
            end -= next(len(it) for it in tail if at(self.words, end - len(it), (it,)))
        while start < end and self._idle(self.words[end - 1 : end]) and end - start > 1:
            end -= 1
        if not 0 < end - start <= LONGEST_SUBJECT:
            return ""
        return self.text[self.words[start].start : self.words[end - 1].end]

    def _politely(self, end: int) -> bool:
        """Whether nothing but politeness stands before a token: "could you please give me a"."""
        return self._passes(0, end, ("polite", "which"))

    def _passes(self, place: int, end: int, keys: Sequence[str]) -> bool:
        """Whether nothing but phrases of these lists, and words that say nothing, stands between two tokens."""
        while place < end:
            size = max(at(self.words, place, self._of(key)) for key in keys) or int(self._idle([self.words[place]]))
            if not size:
                return False
            place += size
        return True

    def _idle(self, words: Sequence[Token]) -> bool:
        idle = {phrase[0] for phrase in self._of("idle") if len(phrase) == 1}
        return all(token.word in idle for token in words)

    def _of(self, key: str) -> tuple[Phrase, ...]:
        return phrases(key, self.language, _FILE)
