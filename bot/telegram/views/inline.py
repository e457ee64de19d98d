"""Answer in, results of an inline query out: what is offered to be sent, and the very message that would be. Pure.

    the answer, below the question     the passages that came nearest, each by itself

The messages have no buttons: Telegram does not tell a bot in which chat such a message stands, so that nobody could say
who may press them.
"""

from collections.abc import Iterator
from itertools import islice

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions
from telegram.constants import ParseMode

from bot.answers.answer import Answer, NearestPassage
from bot.answers.presenting import further, offered
from bot.quotes.orders import gives_orders
from bot.telegram.views.answer import reply_to
from bot.telegram.views.layout import Block, Line, Page, Run
from bot.telegram.views.pagination import paginate
from bot.telegram.views.reply import foreign, place, source_line
from bot.texts import Sourced, Texts, direction_of, shorten, source_parts

MOST = 3
"""Results that are offered: who types wants one, and a phone shows three."""
_TITLE, _DESCRIPTION, _QUESTION = 80, 120, 200


def results_of(answer: Answer, texts: Texts) -> list[InlineQueryResultArticle]:
    """Offer an answer, if there is one, and passages beside it; none where nothing came near."""
    return [*islice(_results(answer, texts), MOST)]


def _results(answer: Answer, texts: Texts) -> Iterator[InlineQueryResultArticle]:
    if answer.statements:
        page = reply_to(answer, texts, 0, [_question(answer)]).pages[0]
        said = answer.statements[0].text
        yield _result("answer", said, _named(answer.citations[0], texts), page)
    for number, passage in further(answer) if answer.statements else offered(answer):
        if not gives_orders(passage.quote):
            title, said = _named(passage, texts), shorten(passage.quote, _DESCRIPTION)
            yield _result(f"passage-{number}", title, said, _passage(passage, texts))


def _question(answer: Answer) -> Block:
    """Set the question, for those who did not see it being typed."""
    asked = shorten(answer.question, _QUESTION)
    return Block((Line((Run(asked, "b"),), direction_of(asked)),))


def _passage(passage: NearestPassage, texts: Texts) -> Page:
    where = place(passage.source, passage.first_line, passage.last_line, texts)
    quotation = Block(foreign(passage.quote), quoted=True, folded=False)
    source = Block((source_line(passage, texts, quote=passage.quote), where), below=True)
    return paginate([quotation, source])[0]


def _named(source: Sourced, texts: Texts) -> str:
    return " · ".join(part.text for part in source_parts(source, texts))


def _result(name: str, title: str, description: str, page: Page) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        page.html, ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    title, description = shorten(title, _TITLE), shorten(description, _DESCRIPTION)
    return InlineQueryResultArticle(name, title, content, description=description)
