"""Answers, citations, passages and briefings put into records. Pure."""

from typing import Any

from bot.answers.answer import Answer
from bot.briefings.briefing import Briefing, BriefingEntry
from bot.mcp.records import (
    AnswerRecord,
    BriefingRecord,
    CitedRecord,
    Differing,
    FoundRecord,
    Said,
    SideRecord,
    Source,
    StoryRecord,
)
from bot.quotes.citation import Citation, Quotation
from bot.quotes.citing import article_url
from bot.quotes.orders import gives_orders
from ingest.index.stored import StoredArticle


def answer_record(answer: Answer) -> AnswerRecord:
    """Put an answer."""
    conditions = answer.conditions
    return AnswerRecord(
        question=answer.question,
        answered=not answer.abstained,
        voice=None if answer.abstained else answer.voice.value,
        confidence=None if answer.confidence is None else round(answer.confidence, 4),
        statements=tuple(Said(text=each.text, quotes=each.citations) for each in answer.statements),
        quotes=tuple(map(cited, answer.citations)),
        differing=tuple(
            Differing(kind=each.kind.value, one=each.one, other=each.other) for each in answer.disagreements
        ),
        compared=tuple(
            SideRecord(name=each.name, value=each.value, quote=each.citation)
            for each in (answer.compared.sides if answer.compared else ())
        ),
        untold=answer.untold,
        understood_as=answer.rewritten,
        since=conditions.since,
        before=conditions.before,
        outlets=conditions.outlets,
        languages=conditions.languages,
        notices=tuple(notice.value for notice in answer.notices),
        nearest=tuple(found(each, each.score) for each in answer.passages),
    )


def cited(citation: Citation) -> CitedRecord:
    """Put a citation."""
    return CitedRecord(number=citation.number, **_words(citation))


def found(passage: Quotation, score: float) -> FoundRecord:
    """Put a passage that was found."""
    return FoundRecord(score=score, **_words(passage))


def _words(quotation: Quotation) -> dict[str, Any]:
    """Give what a record of any quotation says."""
    return {
        "source": quotation.source,
        "title": quotation.title,
        "language": quotation.language,
        "outlet": quotation.outlet,
        "author": quotation.author,
        "published": quotation.published,
        "first_seen": quotation.added,
        "url": quotation.url,
        "quote": quotation.quote,
        "gives_orders": gives_orders(quotation.quote),
        "first_line": quotation.first_line,
        "last_line": quotation.last_line,
        "page": quotation.page,
    }


def source_of(article: StoredArticle) -> Source:
    """Put an article."""
    return Source(
        source=article.source,
        title=article.title,
        language=article.language,
        outlet=article.outlet,
        author=article.author,
        published=article.published,
        first_seen=article.added,
        url=article_url(article),
        replaced=article.replaced,
    )


def briefing_record(briefing: Briefing, most: int) -> BriefingRecord:
    """Put a briefing, up to so many stories of it."""
    return BriefingRecord(
        subject=briefing.subject,
        since=briefing.since,
        until=briefing.until,
        stories=tuple(map(_story, briefing.entries[:most])),
        more=max(0, len(briefing.entries) - most),
    )


def _story(entry: BriefingEntry) -> StoryRecord:
    return StoryRecord(
        title=entry.title,
        articles=entry.articles,
        outlets=entry.outlets,
        languages=entry.languages,
        differing=entry.differing,
        quotes=tuple(map(cited, entry.citations)),
    )
