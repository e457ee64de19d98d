"""Answers, citations, passages and briefings put into records. Pure."""

from bot.answers.answer import Answer, NearestPassage
from bot.briefings.briefing import Briefing, Entry
from bot.mcp.records import (
    AnswerRecord,
    BriefingRecord,
    Cited,
    Differing,
    Found,
    Said,
    Side,
    Source,
    StoryRecord,
)
from bot.quotes.citation import Citation
from bot.quotes.citing import Span, article_url
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
            Side(name=each.name, value=each.value, quote=each.citation)
            for each in (answer.compared.sides if answer.compared else ())
        ),
        untold=answer.untold,
        understood_as=answer.rewritten,
        since=conditions.since,
        before=conditions.before,
        outlets=conditions.outlets,
        languages=conditions.languages,
        notices=tuple(notice.value for notice in answer.notices),
        nearest=tuple(map(nearest, answer.passages)),
    )


def cited(citation: Citation) -> Cited:
    """Put a citation."""
    return Cited(
        number=citation.number,
        source=citation.source,
        title=citation.title,
        language=citation.language,
        outlet=citation.outlet,
        author=citation.author,
        published=citation.published,
        first_seen=citation.added,
        url=citation.url,
        quote=citation.quote,
        gives_orders=gives_orders(citation.quote),
        first_line=citation.first_line,
        last_line=citation.last_line,
        page=citation.page,
    )


def nearest(passage: NearestPassage) -> Found:
    """Put a passage that an answer was chosen from."""
    return Found(
        source=passage.source,
        title=passage.title,
        language=passage.language,
        outlet=passage.outlet,
        published=passage.published,
        first_seen=passage.added,
        url=passage.url,
        quote=passage.text,
        gives_orders=gives_orders(passage.text),
        first_line=passage.first_line,
        last_line=passage.last_line,
        score=passage.score,
    )


def found(span: Span, score: float) -> Found:
    """Put a passage that was found and stands in its file."""
    about = source_of(span.passage.article).model_dump()
    return Found(
        **about | {"language": span.passage.passage.language},
        quote=span.quote,
        gives_orders=gives_orders(span.quote),
        first_line=span.first_line,
        last_line=span.last_line,
        page=span.page,
        score=round(score, 4),
    )


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


def _story(entry: Entry) -> StoryRecord:
    return StoryRecord(
        title=entry.title,
        articles=entry.articles,
        outlets=entry.outlets,
        languages=entry.languages,
        differing=entry.differing,
        quotes=tuple(map(cited, entry.citations)),
    )
