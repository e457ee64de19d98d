"""What the bot says to whoever asks nothing yet: /start, a greeting, thanks, a bare link; with questions to tap.

Takes what the index holds, gives replies. Nothing of this is kept: it is no question, and no topic to follow up.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.answers.holdings import LOOKED_AT, Holdings, examples, holdings, holdings_said
from bot.answers.smalltalk import Manner
from bot.telegram.api.sender import Sender, Spot, spot_of
from bot.telegram.api.taps import Tap
from bot.telegram.callbacks import EXAMPLE
from bot.telegram.context import Context
from bot.telegram.views.layout import Block, Line, Page, Run
from bot.telegram.views.reply import Reply, prose, words
from bot.texts import Texts, direction_of, visible
from ingest.errors import KildeError
from ingest.index.protocols import ArticleShelf

IN_A_WELCOME, IN_A_GREETING = 3, 2
"""Questions that are offered."""

logger = logging.getLogger(__name__)


class Welcome:
    """Replies to what is no question, and the handler of the questions in them."""

    def __init__(
        self, index: ArticleShelf, sender: Sender, ask: Callable[[Spot, str, Context], Awaitable[None]]
    ) -> None:
        """Take what asks a question that somebody tapped, below the message of a spot."""
        self._index, self._sender, self._ask = index, sender, ask

    def about(self, texts: Texts) -> str:
        """Say in plain text what the corpus holds and what could be asked, a question a line."""
        held, questions = self._look(texts, IN_A_WELCOME)
        return visible("\n".join([holdings_said(held, texts), *(f"• {question}" for question in questions)]))

    async def welcome(self, message: Message, text: str, context: Context) -> None:
        """Say `text`, what the corpus holds and three questions."""
        texts = context.visitor.texts
        held, questions = await asyncio.to_thread(self._look, texts, IN_A_WELCOME)
        reply = Reply((Page((prose(text, texts), prose(holdings_said(held, texts), texts))),), offered(questions))
        await self._sender.send(context.bot, spot_of(message), reply)

    async def answer_politely(self, message: Message, manner: Manner, texts: Texts, context: Context) -> None:
        """Say a friendly line, with two questions where there are any."""
        _, questions = await asyncio.to_thread(self._look, texts, IN_A_GREETING)
        key = f"talk.{manner.value}" if questions else f"talk.{manner.value}_alone"
        reply = Reply(words(texts.text(key), texts).pages, offered(questions))
        await self._sender.send(context.bot, spot_of(message), reply)

    async def on_example(self, tap: Tap[None], context: Context) -> None:
        """Ask the question that was tapped: it is shown first, and answered below."""
        message = tap.message
        question = _label(message, tap.query.data) if isinstance(message, Message) else None
        if question is None or not isinstance(message, Message):
            await tap.alert(context.visitor.texts.text("passage.forgotten"))
            return
        await tap.acknowledge()
        line = Line((Run("❓ "), Run(question, "b", isolated=True)), direction_of(question))
        spot = replace(spot_of(message), reply_to=None)
        (asked,) = await self._sender.send(context.bot, spot, Reply((Page((Block((line,)),)),)))
        await self._ask(replace(spot, reply_to=asked), question, context)

    def _look(self, texts: Texts, most: int) -> tuple[Holdings | None, list[str]]:
        """See what there is; an index that cannot be read is none, since this is no time for errors."""
        try:
            articles = [it for it in self._index.articles(offset=0, limit=LOOKED_AT) if not it.replaced]
            return holdings(self._index.tallies()), examples(articles, texts, most)
        except KildeError as error:
            logger.info("What the corpus holds could not be said: %s", error)
            return None, []


def offered(questions: Sequence[str]) -> InlineKeyboardMarkup | None:
    """Give a button for each question."""
    rows = [[InlineKeyboardButton(text, callback_data=EXAMPLE.data(number))] for number, text in enumerate(questions)]
    return InlineKeyboardMarkup(rows) if rows else None


def _label(message: Message, data: str | None) -> str | None:
    """Give what the tapped button says: the question itself, which needs no memory."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return next((visible(button.text) for row in rows for button in row if button.callback_data == data), None)
