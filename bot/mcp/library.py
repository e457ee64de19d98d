"""The library: what each tool does, on the index, the answerer and the briefer of the bot.

Takes checked arguments, gives records. Reads only. Synchronous and safe to call from several threads; knows nothing of
the protocol. Whatever a caller can mend is a KildeError of one sentence.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from bot.answers.answer import Question
from bot.answers.retrieval import Found, Retrieval
from bot.briefings.briefing import Briefer, BriefingRequest
from bot.mcp import records
from bot.mcp.narrowing import Narrowing, conditions_of
from bot.mcp.recording import answer_record, briefing_record, found, source_of
from bot.quotes.citing import take
from ingest.errors import ArgumentError, CorpusError
from ingest.index.conditions import Conditions
from ingest.index.index import Index
from ingest.text.lines import Lines

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer

MOST_CHARACTERS = 20_000
"""Of an article's text in one reply; the rest is had by its next line. A longer line is cut."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Library:
    """Searches, answers, opens, lists and briefs."""

    def __init__(
        self,
        index: Index,
        retrieval: Retrieval,
        answerer: "Answerer",
        briefer: Briefer,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        """Take what works on one index; `now` gives the moment, aware."""
        self._index, self._retrieval, self._answerer = index, retrieval, answerer
        self._briefer, self._now = briefer, now

    def search(self, words: str, narrowing: Narrowing, most: int) -> records.SearchRecord:
        """Give the passages nearest to some words, as they stand in their articles now."""
        _expect_words(words)
        hits = self._retrieval.find(self._retrieval.ask(words), most, self._conditions(narrowing))
        return records.SearchRecord(passages=tuple(self._standing(hits)))

    def ask(self, question: str, narrowing: Narrowing) -> records.AnswerRecord:
        """Answer a question; conditions that stand in its words count as well."""
        _expect_words(question)
        asked = Question(question, conditions=self._conditions(narrowing))
        return answer_record(self._answerer.answer(asked))

    def article(self, source: str, first_line: int) -> records.ArticleRecord:
        """Give the text of an article from a line on, up to a bound.

        Raises:
            ArgumentError: The index does not hold it, or it has no such line.
            CorpusError: Its file is gone or is not what was ingested.
        """
        self._index.refresh()
        article = self._index.article(source)
        if article is None:
            raise ArgumentError("There is no article of this source; `search` and `list` name those there are.")
        text = self._index.article_text(source)
        lines = Lines(text).texts(text)
        if first_line > max(1, len(lines)):
            raise ArgumentError(f"The article has {len(lines)} lines.")
        wanted = lines[first_line - 1 :]
        last = first_line - 1 + _lines_that_fit(wanted)
        newer = self._index.newer(source)
        return records.ArticleRecord(
            **source_of(article).model_dump(),
            replaced_by=source_of(newer) if newer else None,
            as_extracted=bool(article.reader),
            text="".join(lines[first_line - 1 : last])[:MOST_CHARACTERS],
            first_line=first_line,
            last_line=last,
            lines=len(lines),
            next_line=last + 1 if last < len(lines) else None,
        )

    def articles(self, narrowing: Narrowing, first: int, most: int) -> records.ListRecord:
        """Give the articles that fit, from the `first` (0-based) on, and what conditions can name."""
        fitting = self._index.articles_fitting(self._conditions(narrowing))
        names = self._index.names()
        return records.ListRecord(
            total=len(fitting),
            articles=tuple(map(source_of, fitting[first : first + most])),
            outlets=names.outlets,
            languages=names.languages,
            first_day=names.span[0] if names.span else None,
            last_day=names.span[1] if names.span else None,
        )

    def briefing(self, subject: str, days: int, language: str, most: int) -> records.BriefingRecord:
        """Tell what came in within so many days, story by story; about a subject, or "" for everything."""
        now = self._now()
        request = BriefingRequest(subject.strip(), now - timedelta(days=days), now, language=language)
        return briefing_record(self._briefer.brief(request), most)

    def _conditions(self, narrowing: Narrowing) -> Conditions:
        self._index.refresh()
        return conditions_of(narrowing, self._index.names())

    def _standing(self, hits: Sequence[Found]) -> Iterator[records.FoundRecord]:
        """Give those passages whose words stand where the index says."""
        for hit in hits:
            held = hit.stored.passage
            try:
                text = self._index.article_text(hit.stored.article.source)
            except CorpusError:
                continue
            if quote := take(hit.stored, held.start, held.end, text):
                yield found(quote, round(hit.score, 4))


def _expect_words(text: str) -> None:
    if not any(character.isalnum() for character in text):
        raise ArgumentError("There are no words in it to look for.")


def _lines_that_fit(lines: Sequence[str]) -> int:
    """Give how many lines stay within the bound together; one at least."""
    return max(1, sum(length <= MOST_CHARACTERS for length in accumulate(map(len, lines))))
