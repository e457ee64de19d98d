"""/brief, and the buttons under a briefing: more, follow this story, ask about this."""

import asyncio
from collections.abc import Awaitable, Callable

from telegram import CallbackQuery, ForceReply, InlineKeyboardButton, Message, Update

from bot.answers.answer import Answer
from bot.briefings.briefing import Entry, numbered
from bot.memory import Memory, Place, StoredBriefing
from bot.quotes.citation import Statement
from bot.telegram.addressing import command_in
from bot.telegram.api.administrators import objection
from bot.telegram.api.briefing_sender import BriefingSender
from bot.telegram.api.sender import Sender, Spot, spot_of
from bot.telegram.api.taps import acknowledge
from bot.telegram.api.typing_indicator import typing
from bot.telegram.arguments.briefing_arguments import SUBJECT, BriefArguments, Problem, read_now
from bot.telegram.context import Context, me_of, note_language
from bot.telegram.views.briefing import briefing_reply, read_briefing
from bot.telegram.views.callback_data import Action, Tap, read_tap
from bot.telegram.views.reply import Reply, keyboard, words
from bot.texts import Live, live, shorten

_TITLE = 200
_LABEL = 40
SURE_NOW = "now:about"
"""What the button under a question about doubtful words carries."""


class BriefHandler:
    """The handlers of briefings that somebody asks for, and of what is tapped under any."""

    def __init__(self, briefing_sender: BriefingSender, memory: Memory, sender: Sender) -> None:
        self._briefing_sender, self._memory, self._sender = briefing_sender, memory, sender

    async def on_brief(self, update: Update, context: Context) -> None:
        """Brief at once; an update that Telegram repeats is not answered twice."""
        if (message := update.message) is None:
            return
        command = command_in(message, me_of(context))
        typed, texts = command.argument if command else "", context.visitor.texts
        wanted = await asyncio.to_thread(read_now, typed)
        if isinstance(wanted, BriefArguments):
            await self._brief_at(message, wanted, context)
        elif wanted is Problem.UNREAD:
            label = texts.text("subscribe.about_words", words=shorten(typed, _LABEL))
            asked = words(texts.text("brief.unread", words=shorten(typed, SUBJECT)), texts).pages
            reply = Reply(asked, keyboard([InlineKeyboardButton(label, callback_data=SURE_NOW)]))
            await self._sender.send(context.bot, spot_of(message), reply)
        else:
            said = texts.text(f"subscribe.{wanted.value}", command=Live("/subscribe 08:00"), quiet=Live("/quiet"))
            await self._sender.send(context.bot, spot_of(message), words(said, texts))

    async def on_sure(self, update: Update, context: Context) -> None:
        """Brief about the words that might have been something else."""
        query = update.callback_query
        asked = query.message.reply_to_message if query and isinstance(query.message, Message) else None
        command = command_in(asked, me_of(context)) if asked else None
        wanted = read_now(command.argument, sure=True) if command else None
        if query is None or asked is None or not isinstance(wanted, BriefArguments):
            if query is not None:
                await query.answer(context.visitor.texts.text("subscribe.gone"), show_alert=True)
            return
        await acknowledge(query)
        await self._brief_at(asked, wanted, context)

    async def _brief_at(self, message: Message, wanted: BriefArguments, context: Context) -> None:
        """Brief below a message; one about which this was done is not answered twice."""
        spot, occasion = spot_of(message), f"asked:{message.message_id}:{int(message.date.timestamp())}"
        async with self._briefing_sender.turn(Place(spot.chat_id, spot.topic), wanted.subject):
            await self._brief(wanted, occasion, spot, context)

    async def _brief(self, wanted: BriefArguments, occasion: str, spot: Spot, context: Context) -> None:
        place, briefing_sender, texts = Place(spot.chat_id, spot.topic), self._briefing_sender, context.visitor.texts
        async with typing(context.bot, spot):
            briefing = await briefing_sender.compose(place, wanted.subject, texts.language, wanted.span)
        contents, now = await briefing_sender.contents(place, briefing), briefing_sender.manner.now()
        claimed = await asyncio.to_thread(self._memory.ledger.claim, place, wanted.subject, occasion, contents, now)
        if claimed is not None:
            await briefing_sender.send(context.bot, spot, claimed, briefing_sender.reply(briefing, texts, claimed))

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
        if tap.action is Action.MORE and tap.number < len(briefing.entries):
            await acknowledge(query)
            reply = briefing_reply(briefing, texts, stored.id, tap.number, self._briefing_sender.manner.entries)
            await self._sender.send(context.bot, spot, reply)
            return True
        acts: dict[Action, Callable[[CallbackQuery, Entry, Spot, Context], Awaitable[None]]]
        acts = {Action.FOLLOW: self._follow, Action.ABOUT: self._ask_about}
        if tap.action not in acts or not 0 < tap.number <= len(briefing.entries):
            return False
        await acts[tap.action](query, briefing.entries[tap.number - 1], spot, context)
        return True

    async def _follow(self, query: CallbackQuery, entry: Entry, spot: Spot, context: Context) -> None:
        """Follow the story, or stop following it; in groups administrators decide."""
        texts = context.visitor.texts
        if refusal := await objection(query.from_user.id, context.visitor, context):
            await query.answer(refusal, show_alert=True)
            return
        await asyncio.to_thread(note_language, self._memory, context.visitor)
        place, now = Place(spot.chat_id, spot.topic), self._briefing_sender.manner.now()
        follows = await asyncio.to_thread(self._memory.ledger.follow, place, entry.story, now)
        await acknowledge(query, texts.text("brief.following" if follows else "brief.not_following"))

    async def _ask_about(self, query: CallbackQuery, entry: Entry, spot: Spot, context: Context) -> None:
        """Say that questions may follow; the message is kept as an answer, so that they lean on the story."""
        await acknowledge(query)
        texts = context.visitor.texts
        said = texts.text("brief.about_this", title=shorten(entry.title, _TITLE))
        invited = _invite(said, query.from_user.username, context)
        shown = await self._sender.send(context.bot, spot, invited)
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
    return Reply(words(f"{said}\n{live(f'@{username}')}", texts).pages, ForceReply(selective=True))
