"""Translating: what a quote in a language that was not asked in says, in one line by a language model.

Takes the citations of an answer and gives them back, those in another language with a translation where the model gave
one that holds: in the right language, on one line, with the figures, dates and names of the quote and no others
(`bot.quotes.support`). Whatever else happens, the citation stays as it was: the original is what counts.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel

from bot.answers.answer_prompts import build_translation_messages
from bot.facts.names import Wording
from bot.llm.language_model import LanguageModel
from bot.quotes.citation import Citation
from bot.quotes.reply_lists import ListReply, entries_of
from bot.quotes.speech import are_close, is_in, speaks_to_a_model, tidy
from bot.quotes.support import unfaithful
from ingest.errors import LanguageModelError
from ingest.text.folding import fold

TRANSLATION_SECONDS = 20.0
"""How long an answer that is ready may wait for its translations."""

MOST_QUOTES = 8
"""Quotes translated in one call."""

LONGEST_SHARE, SHORTEST_SHARE = 3.0, 0.25
"""Length of a translation over that of its quote; outside, it is something else. Arabic and Norwegian news sentences
in English are 0.7 to 1.6 times as long."""

log = logging.getLogger(__name__)


class Translation(BaseModel):
    """One quote, by the number of its citation."""

    number: int
    text: str


class Translations(ListReply):
    """What a language model makes of several quotes."""

    translations: Annotated[list[Translation], entries_of(Translation)]


def foreign(citations: Sequence[Citation], language: str) -> tuple[Citation, ...]:
    """Give the citations that whoever asks in `language` (ISO 639-1) cannot be expected to read."""
    unread = (each for each in citations if each.language != "und" and not are_close(each.language, language))
    return tuple(each for each in unread if not speaks_to_a_model(each.quote))[:MOST_QUOTES]


def with_translations(model: LanguageModel, citations: Sequence[Citation], language: str) -> tuple[Citation, ...]:
    """Give the citations with what the model makes of the foreign ones in `language`, in one call; raises nothing."""
    wanted = foreign(citations, language)
    if not wanted:
        return tuple(citations)
    try:
        said = model.ask(build_translation_messages(wanted, language), Translations, TRANSLATION_SECONDS)
    except LanguageModelError as error:
        log.info("Quotes stay without translation: %s", error)
        return tuple(citations)
    held = dict(_held(wanted, said, language))
    return tuple(replace(each, translation=held.get(each.number)) for each in citations)


def _held(wanted: Sequence[Citation], said: Translations, language: str) -> Iterator[tuple[int, str]]:
    quotes = {citation.number: citation for citation in wanted}
    for translation in reversed(said.translations):  # of two for one quote the first stays
        citation = quotes.get(translation.number)
        text = tidy(translation.text, int(LONGEST_SHARE * len(citation.quote))) if citation else ""
        if citation is None or not text:
            log.info("A translation was left out: empty, too long or of no quote.")
        elif flaws := _flaws(text, citation, language):
            log.info("A translation was left out: %s.", ", ".join(flaws))
        else:
            yield citation.number, text


def _flaws(text: str, citation: Citation, language: str) -> tuple[str, ...]:
    if not is_in(language, text) or fold(text).text == fold(citation.quote).text:
        return ("another language",)
    if len(text) < SHORTEST_SHARE * len(citation.quote):
        return ("too short",)
    if speaks_to_a_model(text):
        return ("orders to a language model",)
    return tuple(map(str, unfaithful(Wording(text, language), Wording(citation.quote, citation.language))))
