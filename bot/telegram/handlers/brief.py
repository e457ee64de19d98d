"""/brief, and the buttons under a briefing: more, follow this story, ask about this."""

import asyncio

from telegram import ForceReply, InlineKeyboardButton, Message, Update

from bot.answers.answer import Answer
from bot.briefings.briefing import BriefingEntry, numbered
from bot.memory import AsyncMemory, Place, StoredBriefing
from bot.quotes.citation import Statement
from bot.telegram.addressing import command_in
from bot.telegram.api.briefing_sender import BriefingSender
from bot.telegram.api.sender import Sender, Spot, spot_of
from bot.telegram.api.taps import Tap
from bot.telegram.api.typing_indicator import typing
from bot.telegram.arguments.briefing_arguments import SUBJECT, BriefArguments, Problem, read_now
from bot.telegram.callbacks import AS_SUBJECT, SURE_NOW
from bot.telegram.context import Context, me_of, note_language
from bot.telegram.views.briefing import briefing_reply, read_briefing
from bot.telegram.views.reply import Reply, keyboard, words
from bot.texts import Live, live, shorten

_TITLE = 200
_LABEL = 40


class BriefHandler:
    """The handlers of briefings that somebody asks for, and of what is tapped under any."""

    def __init__(self, briefing_sender: BriefingSender, memory: AsyncMemory, sender: Sender) -> None:
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
            reply = Reply(asked, keyboard([InlineKeyboardButton(label, callback_data=SURE_NOW.data(AS_SUBJECT))]))
            await self._sender.send(context.bot, spot_of(message), reply)
        else:
            said = texts.text(f"subscribe.{wanted.value}", command=Live("/subscribe 08:00"), quiet=Live("/quiet"))
            await self._sender.send(context.bot, spot_of(message), words(said, texts))

    async def on_sure_now(self, tap: Tap[None], context: Context) -> None:
        """Brief about the words that might have been something else."""
        asked = tap.message.reply_to_message if isinstance(tap.message, Message) else None
        command = command_in(asked, me_of(context)) if asked else None
        wanted = read_now(command.argument, sure=True) if command else None
        if asked is None or not isinstance(wanted, BriefArguments):
            await tap.alert(context.visitor.texts.text("subscribe.gone"))
            return
        await tap.acknowledge()
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
        claimed = await self._memory.ledger.claim(place, wanted.subject, occasion, contents, now)
        if claimed is not None:
            await briefing_sender.send(context.bot, spot, claimed, briefing_sender.reply(briefing, texts, claimed))

    async def on_more(self, tap: Tap[StoredBriefing], context: Context) -> None:
        """Show the rest of a briefing, or say that there is none."""
        stored, briefing = tap.subject, read_briefing(tap.subject.content)
        if briefing is None or tap.number >= len(briefing.entries):
            await tap.alert(context.visitor.texts.text("passage.forgotten"))
            return
        await tap.acknowledge()
        most = self._briefing_sender.manner.entries
        reply = briefing_reply(briefing, context.visitor.texts, stored.id, tap.number, most)
        await self._sender.send(context.bot, _below(tap), reply)

    async def on_follow(self, tap: Tap[StoredBriefing], context: Context) -> None:
        """Follow the story, or stop following it; in groups administrators decide."""
        texts, entry = context.visitor.texts, _entry(tap)
        if entry is None:
            await tap.alert(texts.text("passage.forgotten"))
            return
        await note_language(self._memory, context.visitor)
        place, now = tap.subject.place, self._briefing_sender.manner.now()
        follows = await self._memory.ledger.follow(place, entry.story, now)
        await tap.acknowledge(texts.text("brief.following" if follows else "brief.not_following"))

    async def on_ask_about(self, tap: Tap[StoredBriefing], context: Context) -> None:
        """Say that questions may follow; the message is kept as an answer, so that they lean on the story."""
        texts, entry, spot = context.visitor.texts, _entry(tap), _below(tap)
        if entry is None:
            await tap.alert(texts.text("passage.forgotten"))
            return
        await tap.acknowledge()
        said = texts.text("brief.about_this", title=shorten(entry.title, _TITLE))
        invited = _invite(said, tap.query.from_user.username, context)
        shown = await self._sender.send(context.bot, spot, invited)
        (own,) = numbered((entry,))
        statements = tuple(Statement(it.quote, (it.number,)) for it in own.citations)
        answer = Answer(entry.title, texts.language, statements, own.citations, (), abstained=not statements)
        answers = self._memory.answers
        stored = await answers.save(spot.chat_id, spot.topic, shown[0], answer)
        await answers.note_messages(stored, shown)


def _entry(tap: Tap[StoredBriefing]) -> BriefingEntry | None:
    """Give the entry that a button stands for, by its 1-based place; None if the briefing cannot be read any more."""
    briefing = read_briefing(tap.subject.content)
    entries = briefing.entries if briefing else ()
    return entries[tap.number - 1] if 0 < tap.number <= len(entries) else None


def _below(tap: Tap[StoredBriefing]) -> Spot:
    return Spot(tap.subject.place.chat_id, tap.subject.place.topic, tap.message.message_id)


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
