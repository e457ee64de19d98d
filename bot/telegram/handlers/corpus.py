"""/corpus: the articles as a picture, with what it shows in words below; in words alone where pictures are refused."""

from telegram import Bot, Message, Update

from bot.charts.largest import CONSIDERED
from bot.charts.showing import LargestStories, Show, View, show
from bot.memory import AsyncMemory, Place
from bot.telegram.addressing import command_in
from bot.telegram.api.administrators import objection_to
from bot.telegram.api.current_update import current_update
from bot.telegram.api.sender import Sender, Spot, spot_of
from bot.telegram.api.thread_pool import ThreadPool
from bot.telegram.api.typing_indicator import typing
from bot.telegram.arguments.corpus_arguments import Rhythm, read_corpus_arguments
from bot.telegram.context import Clock, Context, me_of
from bot.telegram.views.layout import Block, Line, Run
from bot.telegram.views.pagination import paginate
from bot.telegram.views.reply import Reply, prose, words
from bot.texts import Live, Texts
from ingest.index.protocols import ArticleShelf

CAPTION = 1024
"""UTF-16 code units below a picture (core.telegram.org/bots/api#sendphoto)."""

_WEEKLY = Live("/corpus weekly")


class CorpusHandler:
    """Shows the articles."""

    def __init__(
        self, library: ArticleShelf, memory: AsyncMemory, sender: Sender, thread_pool: ThreadPool, now: Clock
    ) -> None:
        self._library, self._memory, self._sender = library, memory, sender
        self._thread_pool, self._now = thread_pool, now

    async def on_corpus(self, update: Update, context: Context) -> None:
        """Send the picture that was asked for, or say how to ask."""
        if (message := update.message) is None:
            return
        spot, texts, command = spot_of(message), context.visitor.texts, command_in(message, me_of(context))
        arguments = read_corpus_arguments(command.argument if command else "")
        if isinstance(arguments, View):
            async with typing(context.bot, spot):
                shown = await self.draw(arguments, texts)
            await self.send(context.bot, spot, shown, texts)
        elif arguments is Rhythm.WEEKLY:
            await self._sender.send(context.bot, spot, words(await self._turn_weekly(message, context), texts))
        else:
            examples = {"command": Live("/corpus"), "example": Live(texts.text("corpus.example")), "weekly": _WEEKLY}
            said = texts.text("corpus.usage", **examples)
            await self._sender.send(context.bot, spot, words(said, texts))

    async def draw(self, view: View, texts: Texts) -> Show:
        """Draw the articles as they are now, beside the event loop."""
        return await self._thread_pool.run(self._show, view, texts)

    async def send(self, bot: Bot, spot: Spot, shown: Show, texts: Texts) -> None:
        """Send a picture with its words below it.

        Raises:
            TelegramError: Neither went through.
        """
        if shown.picture is None:
            await self._sender.send(bot, spot, words(shown.words, texts))
        else:
            await self._sender.send_picture(bot, spot, shown.picture, caption(shown.words, texts))

    async def _turn_weekly(self, message: Message, context: Context) -> str:
        """Let the picture come with the first briefing of each week, or no longer, and give what to say."""
        texts = context.visitor.texts
        if refusal := await objection_to(message, context):
            return refusal
        place = Place(message.chat.id, spot_of(message).topic)
        hand = current_update()
        wanted = await self._memory.subscriptions.turn_picture(place, hand.receipt if hand else None)
        if wanted is None:
            return texts.text("subscriptions.none", command=Live("/subscribe 08:00"))
        return texts.text("corpus.weekly_on" if wanted else "corpus.weekly_off", command=_WEEKLY)

    def _show(self, view: View, texts: Texts) -> Show:
        by_content = self._memory.sync.stories.largest(CONSIDERED)
        newest = [article for article in self._library.articles_with(by_content) if not article.replaced]
        stories = LargestStories(newest, by_content)
        return show(self._library.tallies(), view, self._now().date(), texts, stories)


def caption(said: str, texts: Texts) -> Reply:
    """Lay out the words: the first line as a title, the others below it."""
    title, _, rest = said.partition("\n")
    head = Block((Line((Run(title, "b"),), texts.direction),))
    return Reply(paginate([head, prose(rest, texts)], CAPTION)[:1])
