"""Asides: what is asked about the answer above rather than of the articles. Pure; looks nothing up.

"tell me more"             the sentences that follow what was quoted, as an Answer of its own
"when was that published"  the bot's own words about the cited articles
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.answers.answer import Answer, NearestPassage, Question
from bot.answers.presenting import further
from bot.answers.smalltalk import Manner
from bot.quotes.citation import Citation, Statement
from bot.quotes.orders import gives_orders
from bot.texts import Texts, dated, isolate, outlet_or_title, shorten
from ingest.text.lines import Lines
from ingest.text.sentences import sentences

MOST_SENTENCES = 3
"""Sentences that "tell me more" gives."""

_TITLE = 70


def said_of_sources(manner: Manner, answer: Answer, texts: Texts) -> str:
    """Say of each article that an answer cites when it was published, or by whom; one line each.

    Args:
        manner: PUBLISHED or AUTHOR.
        answer: One that is not abstained.
        texts: What the bot says.
    """
    cited = {citation.source: citation for citation in reversed(answer.citations)}
    return "\n".join(_said_of(manner, citation, texts) for citation in reversed(cited.values()))


def rest_of(answer: Answer, text: str | None = None) -> Question | None:
    """Give what asks for the rest of a list; None where an answer is none, or whole."""
    if answer.listing is None:
        return None
    asked = text or answer.understood
    return Question(
        asked, answer.language, conditions=answer.conditions, ignored=answer.ignored, going_on=answer.listing
    )


def more_of(answer: Answer, text: str) -> Answer | None:
    """Go on where an answer stopped: the next sentences of what it cites, else of what was found beside.

    Args:
        answer: The answer above.
        text: What was typed, which the new answer keeps as its question.

    Returns:
        None where nothing is left to be told.
    """
    quoted = {citation.quote for citation in answer.citations}
    found = [each for citation in answer.citations for each in _following(citation, answer)]
    found = found or [each for _, passage in further(answer) for each in _sentences(passage)]
    told = [each for each in found if each.quote not in quoted and not gives_orders(each.quote)][:MOST_SENTENCES]
    if not told:
        return None
    citations = tuple(replace(each, number=number) for number, each in enumerate(told, 1))
    statements = tuple(Statement(citation.quote, (citation.number,)) for citation in citations)
    return replace(
        answer,
        question=text,
        statements=statements,
        citations=citations,
        disagreements=(),
        notices=(),
        follows=answer.understood,
        rewritten=None,
        confidence=None,
    )


def _said_of(manner: Manner, citation: Citation, texts: Texts) -> str:
    title = isolate(shorten(citation.title, _TITLE) or texts.text("citation.untitled"))
    if manner is Manner.PUBLISHED:
        return texts.text("aside.published", source=outlet_or_title(citation), title=title, when=dated(citation, texts))
    if citation.author:
        written = texts.text("aside.written", author=citation.author, title=title)
        return f"{written} ({isolate(citation.outlet)})" if citation.outlet else written
    if citation.outlet:
        return texts.text("aside.author", outlet=citation.outlet, title=title)
    return texts.text("aside.no_author", title=title)


def _following(citation: Citation, answer: Answer) -> Iterator[Citation]:
    """Yield the sentences behind a quotation in its passage."""
    for passage in answer.passages:
        at = passage.quote.find(citation.quote) if passage.source == citation.source else -1
        if at >= 0:
            yield from _sentences(replace(passage, start=citation.start - at), at + len(citation.quote))
            return


def _sentences(passage: NearestPassage, after: int = 0) -> Iterator[Citation]:
    """Yield the sentences of a passage from a place in it on; none of one whose place in its file is not known."""
    if passage.start is None or passage.content_hash is None:
        return
    lines = Lines(passage.quote)
    for start, end in sentences(passage.quote, passage.language):
        if start < after or not passage.quote[start:end].strip():
            continue
        first, last = (passage.first_line - 1 + line for line in lines.span(start, end))
        yield Citation(
            source=passage.source,
            content_hash=passage.content_hash,
            start=passage.start + start,
            end=passage.start + end,
            first_line=first,
            last_line=last,
            quote=passage.quote[start:end],
            language=passage.language,
            title=passage.title,
            outlet=passage.outlet,
            published=passage.published,
            url=passage.url,
            added=passage.added,
        )
