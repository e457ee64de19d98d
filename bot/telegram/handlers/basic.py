"""The plain commands: /start, /help, /sources with its pages, /language with its buttons."""

import asyncio
from collections.abc import Callable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.memory import AsyncMemory
from bot.telegram.access import Access
from bot.telegram.addressing import asking_command
from bot.telegram.api.sender import Sender, spot_of
from bot.telegram.api.taps import Tap
from bot.telegram.callbacks import AUTOMATIC, LANGUAGE, SOURCES_PAGE
from bot.telegram.context import Context, me_of
from bot.telegram.handlers.welcome import Welcome
from bot.telegram.views.help_page import help_text
from bot.telegram.views.layout import Block, Line, Run
from bot.telegram.views.list_pages import list_page, page_line, turns
from bot.telegram.views.pagination import paginate
from bot.telegram.views.reply import Reply, keyboard, prose, replaced_by, source_line, words
from bot.texts import LANGUAGES, Live, Texts, own_name, shorten
from ingest.index.catalogue import StoredArticle
from ingest.index.protocols import ArticleShelf
from ingest.sources.feeds import FeedState

ARTICLES_A_PAGE = 8
_MOST_FEEDS, _LONGEST_NAME = 20, 40


class BasicCommands:
    """The handlers of commands that any visitor may give."""

    def __init__(
        self,
        library: ArticleShelf,
        memory: AsyncMemory,
        sender: Sender,
        access: Access,
        welcome: Welcome,
        feeds: Callable[[], Sequence[FeedState]] = tuple,
    ) -> None:
        """Take, besides what it works with, what says how the feeds are."""
        self._feeds = feeds
        self._library, self._memory, self._welcome = library, memory, welcome
        self._sender, self._access = sender, access

    async def on_start(self, update: Update, context: Context) -> None:
        """Say what the bot does, what the corpus holds, and what could be asked."""
        visitor = context.visitor
        key, command = (
            ("start.welcome", {"help": Live("/help")})
            if visitor.private
            else (
                "start.group",
                {"ask": asking_command(me_of(context), private=False)},
            )
        )
        if update.message:
            await self._welcome.welcome(update.message, visitor.texts.text(key, **command), context)

    async def on_help(self, update: Update, context: Context) -> None:
        """Explain how to ask, and to admins how to let people in."""
        texts = context.visitor.texts
        ask, admin = asking_command(me_of(context), private=False), self._access.is_admin(context.visitor)
        text = help_text(texts, ask, editor=self._access.is_editor(context.visitor), admin=admin)
        await self._say(update, context, text)

    async def on_sources(self, update: Update, context: Context) -> None:
        """List the articles, newest first."""
        if update.message:
            reply = await asyncio.to_thread(self._page, 1, context.visitor.texts)
            await self._sender.send(context.bot, spot_of(update.message), reply)

    async def on_sources_page(self, tap: Tap[None], context: Context) -> None:
        """Turn the pages of that list."""
        await tap.acknowledge()
        reply = await asyncio.to_thread(self._page, tap.number, context.visitor.texts)
        await tap.show_instead(self._sender, reply, context)

    async def on_unknown_tap(self, update: Update, context: Context) -> None:
        """Answer a tap on a button that no version of the bot has, or has any more."""
        if update.callback_query is not None:
            await update.callback_query.answer(context.visitor.texts.text("button.unknown"), show_alert=True)

    async def on_language(self, update: Update, context: Context) -> None:
        """Offer the languages."""
        if update.message:
            visitor = context.visitor
            key = "language.choose" if visitor.private else "language.choose_group"
            chosen = visitor.person.language if visitor.private and visitor.person else visitor.chat.language
            reply = Reply((words(visitor.texts.text(key), visitor.texts).pages), _languages(chosen, visitor.texts))
            await self._sender.send(context.bot, spot_of(update.message), reply)

    async def on_language_chosen(self, tap: Tap[None], context: Context) -> None:
        """Remember the language: a person's own, or a group's if one of its administrators chose."""
        await tap.acknowledge()
        visitor, choice = context.visitor, tap.values[0]
        language = None if choice == AUTOMATIC else choice
        if visitor.private:
            await self._memory.people.choose_language(tap.person, language)
        else:
            await self._memory.chats.choose_language(visitor.chat.id, language)
        texts = Texts(language, visitor.client)
        await tap.show_instead(self._sender, words(_confirmation(language, texts), texts), context)

    def _page(self, wanted: int, texts: Texts) -> Reply:
        count = self._library.count_articles()
        if not count:
            return words(texts.text("notice.no_articles"), texts)
        page = list_page(count, wanted, ARTICLES_A_PAGE)
        articles = self._library.articles(offset=page.first, limit=page.size)
        blocks = [
            prose(texts.plural("sources.title", count), texts),
            *(self._entry(article, texts) for article in articles),
        ]
        blocks += page_line(page, texts)
        if wanted == 1 and (feeds := self._feeds()):
            blocks.append(Block(tuple(_feed(feed, texts) for feed in feeds[:_MOST_FEEDS])))
        return Reply(paginate(blocks)[:1], keyboard(turns(SOURCES_PAGE, page, texts)))

    def _entry(self, article: StoredArticle, texts: Texts) -> Block:
        newer = self._library.newer(article.source) if article.replaced else None
        name = Line((Run(article.source, "code", isolated=True),), texts.direction)
        return Block((source_line(article, texts, language=article.language), name, *replaced_by(newer, texts)))

    async def _say(self, update: Update, context: Context, text: str) -> None:
        if update.message:
            await self._sender.send(context.bot, spot_of(update.message), words(text, context.visitor.texts))


def _feed(feed: FeedState, texts: Texts) -> Line:
    """Say of a feed when it was last seen, and what failed, if it fails."""
    name = shorten(feed.name or feed.address, _LONGEST_NAME)
    said = [texts.text("feeds.never")]
    if feed.seen is not None:
        said = [texts.text("feeds.seen", day=feed.seen.date(), time=texts.time(feed.seen.time()))]
    if feed.error:
        said.append(texts.text("feeds.failed", reason=feed.error))
    sign = "⚠️ " if feed.error else "📡 "
    return Line((Run(sign), Run(name, "b", isolated=True), *(Run(f" · {words}") for words in said)), texts.direction)


def _languages(chosen: str | None, texts: Texts) -> InlineKeyboardMarkup:
    names = [(language, own_name(language)) for language in LANGUAGES]
    rows = [
        [
            InlineKeyboardButton(
                f"✓ {name}" if code == (chosen or AUTOMATIC) else name, callback_data=LANGUAGE.data(code)
            )
        ]
        for code, name in [*names, (AUTOMATIC, texts.text("language.automatic"))]
    ]
    return InlineKeyboardMarkup(rows)


def _confirmation(language: str | None, texts: Texts) -> str:
    if language is None:
        return texts.text("language.chosen_automatic")
    return texts.text("language.chosen", language=texts.language_name(language))
