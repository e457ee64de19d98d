"""/brief, and the buttons under a briefing: more, follow this story, ask about this."""

import asyncio
from collections.abc import Awaitable, Callable

from telegram import CallbackQuery, ForceReply, InlineKeyboardButton, Message, Update

from bot.answers.answer import Answer
from bot.briefings.briefing import Entry, numbered
from bot.chat.addressing import command_in
from bot.chat.asking import me_of
from bot.chat.briefed import briefing_reply, read_briefing
from bot.chat.buttons import Tap, Wish, read_tap
from bot.chat.delivery import Delivery, Spot, spot_of
from bot.chat.formatting import Reply, keyboard, words
from bot.chat.leading import objection
from bot.chat.opening import acknowledge
from bot.chat.posting import Posting
from bot.chat.presence import typing
from bot.chat.subscribing import note_language
from bot.chat.visitors import Context
from bot.chat.wishing import SUBJECT, Now, Problem, read_now
from bot.memory import Memory, Place, StoredBriefing
from bot.quotes.citation import Statement
from bot.texts import isolate, shorten

_TITLE = 200
_LABEL = 40
SURE_NOW = "now:about"
"""What the button under a question about doubtful words carries."""


class BriefingNow:
    """The handlers of briefings that somebody asks for, and of what is tapped under any."""

    def __init__(self, posting: Posting, memory: Memory, delivery: Delivery) -> None:
        self._posting, self._memory, self._delivery = posting, memory, delivery

    async def on_brief(self, update: Update, context: Context) -> None:
        """Brief at once; an update that Telegram repeats is not answered twice."""
        if (message := update.message) is None:
            return
        command = command_in(message, me_of(context))
        typed, texts = command.argument if command else "", context.visitor.texts
        wanted = await asyncio.to_thread(read_now, typed)
        if isinstance(wanted, Now):
            await self._brief_at(message, wanted, context)
        elif wanted is Problem.UNREAD:
            label = texts.text("subscribe.about_words", words=shorten(typed, _LABEL))
            asked = words(texts.text("brief.unread", words=shorten(typed, SUBJECT)), texts).pages
            reply = Reply(asked, keyboard([InlineKeyboardButton(label, callback_data=SURE_NOW)]))
            await self._delivery.send(context.bot, spot_of(message), reply)
        else:
            said = texts.text(f"subscribe.{wanted.value}", command="/subscribe 08:00", quiet="/quiet")
            await self._delivery.send(context.bot, spot_of(message), words(said, texts))

    async def on_sure(self, update: Update, context: Context) -> None:
        """Brief about the words that might have been something else."""
        query = update.callback_query
        asked = query.message.reply_to_message if query and isinstance(query.message, Message) else None
        command = command_in(asked, me_of(context)) if asked else None
        wanted = read_now(command.argument, sure=True) if command else None
        if query is None or asked is None or not isinstance(wanted, Now):
            if query is not None:
                await query.answer(context.visitor.texts.text("subscribe.gone"), show_alert=True)
            return
        await acknowledge(query)
        await self._brief_at(asked, wanted, context)

    async def _brief_at(self, message: Message, wanted: Now, context: Context) -> None:
        """Brief below a message; one about which this was done is not answered twice."""
        spot, occasion = spot_of(message), f"asked:{message.message_id}:{int(message.date.timestamp())}"
        async with self._posting.turn(Place(spot.chat_id, spot.topic), wanted.subject):
            await self._brief(wanted, occasion, spot, context)

    async def _brief(self, wanted: Now, occasion: str, spot: Spot, context: Context) -> None:
        place, posting, texts = Place(spot.chat_id, spot.topic), self._posting, context.visitor.texts
        async with typing(context.bot, spot):
            briefing = await posting.compose(place, wanted.subject, texts.language, wanted.span)
        contents, now = await posting.contents(place, briefing), posting.manner.now()
        claimed = await asyncio.to_thread(self._memory.ledger.claim, place, wanted.subject, occasion, contents, now)
        if claimed is not None:
            await posting.send(context.bot, spot, claimed, posting.reply(briefing, texts, claimed))

    async def on_tap(self, update: Update, context: Context) -> None:
        """Do what a button under a briefing stands for, or say that the briefing is no longer known."""
        query = update.callback_query
        tap = read_tap(query.data) if query else None
        if query is None or tap is None or not isinstance(query.message, Message):
            return
        stored = await asyncio.to_thread(self._memory.ledger.get, tap.answer_id)
        here = stored is not None and stored.place.chat_id == query.message.chat.id
        if stored is None or not here or not await self._carry_out(query, tap, stored, context):
            await query.answer(context.visitor.texts.text("passage.forgotten"), show_alert=True)

    async def _carry_out(self, query: CallbackQuery, tap: Tap, stored: StoredBriefing, context: Context) -> bool:
        briefing, texts = read_briefing(stored.content), context.visitor.texts
        if briefing is None or query.message is None:
            return False
        spot = Spot(stored.place.chat_id, stored.place.topic, query.message.message_id)
        if tap.wish is Wish.MORE and tap.number < len(briefing.entries):
            await acknowledge(query)
            reply = briefing_reply(briefing, texts, stored.id, tap.number, self._posting.manner.entries)
            await self._delivery.send(context.bot, spot, reply)
            return True
        acts: dict[Wish, Callable[[CallbackQuery, Entry, Spot, Context], Awaitable[None]]]
        acts = {Wish.FOLLOW: self._follow, Wish.ABOUT: self._ask_about}
        if tap.wish not in acts or not 0 < tap.number <= len(briefing.entries):
            return False
        await acts[tap.wish](query, briefing.entries[tap.number - 1], spot, context)
        return True

    async def _follow(self, query: CallbackQuery, entry: Entry, spot: Spot, context: Context) -> None:
        """Follow the story, or stop following it; in groups administrators decide."""
        texts = context.visitor.texts
        if refusal := await objection(query.from_user.id, context.visitor, context):
            await query.answer(refusal, show_alert=True)
            return
        await asyncio.to_thread(note_language, self._memory, context.visitor)
        place, now = Place(spot.chat_id, spot.topic), self._posting.manner.now()
        follows = await asyncio.to_thread(self._memory.ledger.follow, place, entry.story, now)
        await acknowledge(query, texts.text("brief.following" if follows else "brief.not_following"))

    async def _ask_about(self, query: CallbackQuery, entry: Entry, spot: Spot, context: Context) -> None:
        """Say that questions may follow; the message is kept as an answer, so that they lean on the story."""
        await acknowledge(query)
        texts = context.visitor.texts
        said = texts.text("brief.about_this", title=shorten(entry.title, _TITLE))
        invited = _invite(said, query.from_user.username, context)
        shown = await self._delivery.send(context.bot, spot, invited)
        (own,) = numbered((entry,))
        statements = tuple(Statement(it.quote, (it.number,)) for it in own.citations)
        answer = Answer(entry.title, texts.language, statements, own.citations, (), abstained=not statements)
        answers = self._memory.answers
        stored = await asyncio.to_thread(answers.save, spot.chat_id, spot.topic, shown[0], answer)
        await asyncio.to_thread(answers.note_messages, stored, shown)


def _invite(said: str, username: str | None, context: Context) -> Reply:
    """Ask for a reply, so that what is written next reaches the bot in a group too, where it sees only replies.

    In a group the reply is begun only for whoever tapped, whom Telegram tells by the name in the text; where there is
    none, nobody is pressed.
    """
    visitor, texts = context.visitor, context.visitor.texts
    if visitor.private:
        return Reply(words(said, texts).pages, ForceReply())
    if username is None:
        return words(said, texts)
    return Reply(words(f"{said}\n{isolate(f'@{username}')}", texts).pages, ForceReply(selective=True))
