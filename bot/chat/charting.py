"""/corpus: the articles as a picture, with what it shows in words below; in words alone where pictures are refused."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Protocol

from telegram import Bot, Message, Update

from bot.charts.largest import CONSIDERED
from bot.charts.showing import Show, Stories, View, show
from bot.chat.addressing import command_in
from bot.chat.asking import me_of
from bot.chat.corpus_wish import Rhythm, read_wish
from bot.chat.delivery import Delivery, Spot, spot_of
from bot.chat.formatting import Reply, prose, words
from bot.chat.layout import Block, Line, Run
from bot.chat.leading import objection_to
from bot.chat.paging import paginate
from bot.chat.presence import typing
from bot.chat.subscribing import Clock
from bot.chat.visitors import Context
from bot.chat.workers import Workers
from bot.memory import Memory, Place
from bot.texts import Texts
from ingest.catalogue import StoredArticle
from ingest.tallies import Tally

CAPTION = 1024
"""UTF-16 code units below a picture (core.telegram.org/bots/api#sendphoto)."""

_WEEKLY = "/corpus weekly"


class Tallying(Protocol):
    """What is needed of the index."""

    def tallies(self) -> Sequence[Tally]:
        """Count all articles."""
        ...

    def articles_with(self, hashes: Iterable[str]) -> Sequence[StoredArticle]:
        """Give the articles whose files have one of these SHA-256 (hex)."""
        ...


class Charting:
    """Shows the articles."""

    def __init__(self, library: Tallying, memory: Memory, delivery: Delivery, workers: Workers, now: Clock) -> None:
        self._library, self._memory, self._delivery = library, memory, delivery
        self._workers, self._now = workers, now

    async def on_corpus(self, update: Update, context: Context) -> None:
        """Send the picture that was asked for, or say how to ask."""
        if (message := update.message) is None:
            return
        spot, texts, command = spot_of(message), context.visitor.texts, command_in(message, me_of(context))
        wish = read_wish(command.argument if command else "")
        if isinstance(wish, View):
            async with typing(context.bot, spot):
                shown = await self.draw(wish, texts)
            await self.send(context.bot, spot, shown, texts)
        elif wish is Rhythm.WEEKLY:
            await self._delivery.send(context.bot, spot, words(await self._turn_weekly(message, context), texts))
        else:
            examples = {"command": "/corpus", "example": texts.text("corpus.example"), "weekly": _WEEKLY}
            said = texts.text("corpus.usage", **examples)
            await self._delivery.send(context.bot, spot, words(said, texts))

    async def draw(self, view: View, texts: Texts) -> Show:
        """Draw the articles as they are now, beside the event loop."""
        return await self._workers.run(self._show, view, texts)

    async def send(self, bot: Bot, spot: Spot, shown: Show, texts: Texts) -> None:
        """Send a picture with its words below it.

        Raises:
            TelegramError: Neither went through.
        """
        if shown.picture is None:
            await self._delivery.send(bot, spot, words(shown.words, texts))
        else:
            await self._delivery.send_picture(bot, spot, shown.picture, caption(shown.words, texts))

    async def _turn_weekly(self, message: Message, context: Context) -> str:
        """Let the picture come with the first briefing of each week, or no longer, and give what to say."""
        texts = context.visitor.texts
        if refusal := await objection_to(message, context):
            return refusal
        place = Place(message.chat.id, spot_of(message).topic)
        wanted = await asyncio.to_thread(self._memory.subscriptions.turn_picture, place)
        if wanted is None:
            return texts.text("subscriptions.none", command="/subscribe 08:00")
        return texts.text("corpus.weekly_on" if wanted else "corpus.weekly_off", command=_WEEKLY)

    def _show(self, view: View, texts: Texts) -> Show:
        by_content = self._memory.stories.largest(CONSIDERED)
        stories = Stories(self._library.articles_with(by_content), by_content)
        return show(self._library.tallies(), view, self._now().date(), texts, stories)


def caption(said: str, texts: Texts) -> Reply:
    """Lay out the words: the first line as a title, the others below it."""
    title, _, rest = said.partition("\n")
    head = Block((Line((Run(title, "b"),), texts.direction),))
    return Reply(paginate([head, prose(rest, texts)], CAPTION)[:1])
