"""A draft of a file with many articles, as editors see it before they publish it. Pure.

Takes what was read of it and what is near, gives Blocks: how many articles, of whom, of when and in which languages;
the first titles; what cannot be read, is left out, or is there already. What comes from the file is foreign, and inert.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from bot.desk.neighbours import COMPARED, Nearby
from bot.desk.reading import ManyReading
from bot.telegram.views.layout import Block, Line, Run, one_line
from bot.telegram.views.reply import prose
from bot.texts import Texts, direction_of, isolate, shorten
from ingest.article import Article

_SHOWN, _NAMES, _REASONS = 10, 6, 3
"""Titles, names of one kind, and reasons that are shown."""
_TITLE, _LABEL = 80, 40
"""Characters of a title and of a name."""


def many(reading: ManyReading, nearby: Nearby, texts: Texts) -> list[Block]:
    """Lay out what a file with many articles would bring."""
    articles = [found.article for found in reading.readings]
    said = [*_summary(articles, texts, whole=reading.whole), *_besides(reading, nearby, texts)]
    rest = len(articles) - _SHOWN
    blocks = [prose("\n".join(said), texts), Block(tuple(_entry(article, texts) for article in articles[:_SHOWN]))]
    return [*blocks, *([prose(texts.text("desk.many_rest", count=rest), texts)] if rest > 0 else [])]


def _summary(articles: list[Article], texts: Texts, *, whole: bool) -> Iterator[str]:
    yield texts.text("desk.many_articles" if whole else "desk.many_at_least", count=len(articles))
    if outlets := _counted((isolate(shorten(it.outlet, _LABEL)) for it in articles if it.outlet), texts):
        yield texts.text("desk.many_outlets", names=outlets)
    languages = (texts.language_name(it.language) or texts.text("desk.no_language") for it in articles)
    yield texts.text("desk.many_languages", names=_counted(languages, texts))
    if days := [it.published for it in articles if it.published]:
        yield texts.text("desk.many_days", first=texts.date(min(days)), last=texts.date(max(days)))
    if undated := len(articles) - len(days):
        yield texts.text("desk.many_undated", count=undated)


def _besides(reading: ManyReading, nearby: Nearby, texts: Texts) -> Iterator[str]:
    if nearby.known:
        yield texts.text("desk.many_known", count=nearby.known)
    if nearby.alike:
        yield texts.text("desk.many_alike", count=nearby.alike)
    if (nearby.known or nearby.alike) and len(reading.readings) > COMPARED:
        yield texts.text("desk.many_compared", count=COMPARED)
    if reading.failed:
        reasons = list(dict.fromkeys(isolate(one_line(it.reason)) for it in reading.failed))[:_REASONS]
        yield texts.text("desk.many_failed", count=len(reading.failed), reasons=texts.listed(reasons))
    if reading.others:
        kinds = [f"{isolate(kind)} ({texts.number(count)})" for kind, count in sorted(reading.others.items())]
        yield texts.text("desk.many_others", kinds=texts.listed(kinds[:_NAMES]))
    if lines := sum(reading.left_out.values()):
        yield texts.plural("desk.left_out", lines)


def _counted(names: Iterable[str], texts: Texts) -> str:
    counts = Counter(names)
    shown = [f"{name} ({texts.number(count)})" for name, count in counts.most_common(_NAMES)]
    return texts.listed([*shown, *(["…"] if len(counts) > _NAMES else [])]) if shown else ""


def _entry(article: Article, texts: Texts) -> Line:
    title = shorten(article.title, _TITLE)
    day = texts.date(article.published) if article.published else texts.text("source.undated")
    facts = [one_line(shorten(article.outlet or "", _LABEL)), day, texts.language_name(article.language) or ""]
    about = tuple(Run(f" · {fact}") for fact in facts if fact)
    return Line((Run("• "), Run(title, "b", isolated=True), *about), direction_of(title))
