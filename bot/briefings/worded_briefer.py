"""Wording: the first entries of a briefing in the reader's language, by a language model, under the quote contract.

Takes a Briefer and gives another. What it says is drafted from the passages that the entry quotes; each statement is
carried by quotes that stand in their files (`bot.quotes.drafts`), else the entry stays in the articles' own sentences.
A model that fails is not asked again for the same briefing.
"""

import logging
from dataclasses import replace
from time import monotonic

from bot.briefings.briefing import Briefer, Briefing, BriefingEntry, BriefingRequest, numbered
from bot.briefings.briefing_prompts import build_messages
from bot.llm.language_model import LanguageModel
from bot.quotes.citing import cite
from bot.quotes.drafts import NOBODY, Draft, Evidence, Judges, confirmed, judged
from ingest.errors import CorpusError, LanguageModelError
from ingest.index.catalogue import StoredPassage
from ingest.index.protocols import PassageIndex

MOST_STATEMENTS = 2
"""Sentences of an entry."""

PASSAGES = 6
"""Passages that an entry is worded from."""

BRIEFING_SECONDS = 60.0
"""How long a briefing may wait for all its wordings."""

LEAST_SECONDS = 5.0
"""How long a second opinion may take at least, however late it is."""

log = logging.getLogger(__name__)


class WordedBriefer:
    """Briefs as another does, the first so many entries in the reader's language."""

    def __init__(
        self, briefer: Briefer, model: LanguageModel, index: PassageIndex, most: int, judges: Judges = NOBODY
    ) -> None:
        self._briefer, self._model, self._index, self._most = briefer, model, index, most
        self._judges = judges

    def brief(self, request: BriefingRequest) -> Briefing:
        """Tell what is new."""
        briefing = self._briefer.brief(request)
        return replace(briefing, entries=numbered(self._worded(briefing.entries, request)))

    def news_of(self, story: str, request: BriefingRequest) -> BriefingEntry | None:
        """Tell what articles that were noticed since add to a story; None for nothing."""
        entry = self._briefer.news_of(story, request)
        return next(iter(self._worded((entry,), request))) if entry else None

    def _worded(self, entries: tuple[BriefingEntry, ...], request: BriefingRequest) -> tuple[BriefingEntry, ...]:
        """Word the first entries as long as there is time and the model answers; none where nobody is known to read."""
        told, language = list(entries), request.language
        deadline = monotonic() + BRIEFING_SECONDS
        for place, entry in enumerate(entries[: self._most] if language and not request.quote_only else ()):
            if (left := deadline - monotonic()) <= 0:
                break
            try:
                told[place] = self._in_words(entry, language, left)
            except LanguageModelError as error:
                log.warning("The rest of a briefing is told in the articles' own words: %s", error)
                break
        return tuple(told)

    def _in_words(self, entry: BriefingEntry, language: str, seconds: float) -> BriefingEntry:
        passages = self._passages(entry)
        if not passages:
            return entry
        deadline = monotonic() + seconds
        said = self._model.ask(build_messages(language, passages), Draft, seconds)
        evidence = Evidence(passages, self._index.article_text, tuple(passage.passage.text for passage in passages))
        held = [it for it in judged(said.statements, language, evidence, self._judges) if it.claim][:MOST_STATEMENTS]
        verdicts = confirmed(held, self._judges.opinion, max(LEAST_SECONDS, deadline - monotonic()))
        statements, citations = cite([verdict.claim for verdict in verdicts if verdict.claim])
        return replace(entry, statements=statements, citations=citations) if statements else entry

    def _passages(self, entry: BriefingEntry) -> list[StoredPassage]:
        """Give the passages that the entry quotes, and the first of each of its articles."""
        found = []
        for source in dict.fromkeys(citation.source for citation in entry.citations):
            quoted = [it for it in entry.citations if it.source == source]
            try:
                held = self._index.passages_of(source)
            except CorpusError:
                continue
            for stored in held:
                own = stored.passage
                if own.ordinal == 0 or any(it.start < own.end and own.start < it.end for it in quoted):
                    found.append(stored)
        return found[:PASSAGES]
