"""A quotation in its place: the paragraphs before and after it, and the words around it in its own.

Takes an Article as it now lies on disk and where something was quoted from it; gives the Reply to a tapped button.
Pure, and does not read files.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton

from bot.quotes.citation import Quotation
from bot.quotes.citing import article_url
from bot.telegram.views.layout import Block, Line, Run, Style
from bot.telegram.views.pagination import paginate
from bot.telegram.views.reply import Reply, foreign, keyboard, place, prose, replaced_by, source_line, translated
from bot.texts import Texts, direction_of, shorten, visible
from ingest.article import Article, Paragraph
from ingest.index.stored import StoredArticle

_NEIGHBOUR = 500
"""Characters shown of a neighbouring paragraph, and of the own one on each side."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The text around a quotation; each part may be empty.

    Attributes:
        before: The paragraph before.
        head: What stands before the quotation in its paragraph.
        tail: What stands after it there.
        after: The paragraph after.
    """

    before: str = ""
    head: str = ""
    tail: str = ""
    after: str = ""


def from_article(quoted: Quotation, article: Article) -> Quotation:
    """Add who published the article, when and where, if that is not known: older answers do not say."""
    return replace(
        quoted,
        outlet=quoted.outlet or article.outlet,
        published=quoted.published or article.published,
        url=quoted.url or article_url(article),
    )


def find(quoted: Quotation, article: Article) -> Surroundings | None:
    """Look the quotation up in the article; None if the file is not what it was, or the words are not there."""
    if quoted.content_hash not in {None, article.content_hash}:
        return None
    start = article.text.find(quoted.quote) if quoted.start is None else quoted.start
    end = start + len(quoted.quote)
    if start < 0 or article.text[start:end] != quoted.quote:
        return None
    return _around(article, start, end)


def _around(article: Article, start: int, end: int) -> Surroundings:
    own = [number for number, it in enumerate(article.paragraphs) if it.start < end and start < it.end]
    if not own:
        return Surroundings()

    def paragraph(number: int) -> str:
        inside = 0 <= number < len(article.paragraphs)
        it = article.paragraphs[number] if inside else Paragraph(0, 0)
        return article.text[it.start : it.end]

    return Surroundings(
        before=paragraph(own[0] - 1),
        head=article.text[article.paragraphs[own[0]].start : start],
        tail=article.text[end : article.paragraphs[own[-1]].end],
        after=paragraph(own[-1] + 1),
    )


def opened(
    quoted: Quotation,
    around: Surroundings | None,
    notice: str,
    file: str | None,
    texts: Texts,
    later: StoredArticle | None = None,
) -> Reply:
    """Lay out a quotation in its surroundings.

    Args:
        quoted: What was quoted.
        around: Its surroundings; None where the file does not have it any more.
        notice: Key of the text that says so, or "".
        file: Data of the button that sends the file; None where the file is gone.
        texts: What the bot says.
        later: The newest version of the article, where that is another one.
    """
    blocks = [Block((source_line(quoted, texts, language=quoted.language),))]
    blocks += [prose(texts.text(notice), texts)] if notice else []
    blocks += [Block(lines)] if (lines := replaced_by(later, texts)) else []
    around = around or Surroundings()
    parts = [_start_of(around.before), _in_its_paragraph(quoted.quote, around), _start_of(around.after)]
    blocks += [Block(lines) for lines in (*parts, translated(quoted.translation, texts)) if lines]
    where = place(quoted.source, quoted.first_line, quoted.last_line, texts, quoted.page)
    blocks.append(Block((where,)))
    button = [InlineKeyboardButton(texts.text("passage.file"), callback_data=file)] if file else []
    return Reply(paginate(blocks), keyboard(button))


def _start_of(paragraph: str) -> tuple[Line, ...]:
    return foreign(shorten(paragraph, _NEIGHBOUR))


def _in_its_paragraph(quote: str, around: Surroundings) -> tuple[Line, ...]:
    head = visible(around.head)
    head = head if len(head) <= _NEIGHBOUR else "…" + head[-_NEIGHBOUR:].partition(" ")[2]
    tail = visible(around.tail)
    tail = tail if len(tail) <= _NEIGHBOUR else tail[:_NEIGHBOUR].rpartition(" ")[0] + "…"
    return tuple(_lines([(head, ""), (visible(quote), "b"), (tail, "")]))


def _lines(parts: Iterable[tuple[str, Style]]) -> Iterator[Line]:
    """Set parts of different style in lines; a line end inside a part is one of the lines'."""
    rows: list[list[Run]] = [[]]
    for text, style in parts:
        for number, row in enumerate(text.split("\n")):
            if number:
                rows.append([])
            rows[-1].append(Run(row, style))
    for runs in rows:
        words = "".join(run.text for run in runs)
        if words.strip():
            yield Line(tuple(runs), direction_of(words))
