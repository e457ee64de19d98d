"""Watching a declined question: the button under it, and /watching, which lists what one watches and stops it.

Whoever taps watches for themselves; tapping again stops it. `bot.telegram.jobs.watched_questions` tells when an
answer has appeared.
"""

from datetime import timedelta

from telegram import InlineKeyboardButton, Update

from bot.memory import AsyncMemory, StoredAnswer, Watch, WatchOutcome
from bot.memory.watches import A_CHAT, A_PERSON
from bot.telegram.api.sender import Sender, spot_of
from bot.telegram.api.taps import Tap
from bot.telegram.callbacks import UNWATCH
from bot.telegram.context import Clock, Context
from bot.telegram.views.layout import Block, Line, Run
from bot.telegram.views.pagination import paginate
from bot.telegram.views.reply import Reply, keyboard, prose, words
from bot.texts import Live, Texts, direction_of, shorten

_LENGTH = 120
"""Characters of a question that are shown, so that the list fits one message."""


class WatchCommands:
    """The handlers of watched questions."""

    def __init__(self, memory: AsyncMemory, sender: Sender, now: Clock, lasting: timedelta) -> None:
        """Take, besides what it works with, for how long a question is watched."""
        self._memory, self._sender, self._now, self._lasting = memory, sender, now, lasting

    async def on_watch(self, tap: Tap[StoredAnswer], context: Context) -> None:
        """Watch the question, or stop watching it; and say which."""
        if not tap.subject.answer.abstained:  # The question was edited, and is answered now.
            await tap.alert(context.visitor.texts.text("passage.forgotten"))
            return
        outcome = await self._toggle(tap.subject, tap.person, context)
        await tap.query.answer(self._said(outcome, context), show_alert=outcome is WatchOutcome.WATCHED)

    async def on_watching(self, update: Update, context: Context) -> None:
        """List what the person watches: everything in private, in a group only what was asked there."""
        if (message := update.message) is None:
            return
        person = message.from_user.id if message.from_user else 0
        reply = await self._list(person, context)
        await self._sender.send(context.bot, spot_of(message), reply)

    async def on_unwatch(self, tap: Tap[None], context: Context) -> None:
        """Stop watching one of the list, and show the rest; only whose list it is may do so."""
        await self._memory.watches.stop(int(tap.values[0]), tap.person)
        await tap.acknowledge(context.visitor.texts.text("watch.stopped"))
        reply = await self._list(tap.person, context)
        await tap.show_instead(self._sender, reply, context)

    async def _toggle(self, declined: StoredAnswer, person: int, context: Context) -> WatchOutcome:
        """Keep the wish and, of a person in private, which language their Telegram speaks."""
        visitor = context.visitor
        if visitor.private and visitor.client:
            await self._memory.people.note_client(person, visitor.client)
        return await self._memory.watches.toggle(declined, person, self._now())

    def _said(self, outcome: WatchOutcome, context: Context) -> str:
        texts = context.visitor.texts
        if outcome is WatchOutcome.WATCHED:
            return texts.plural("watch.watched", self._lasting.days, command=Live("/watching"))
        limits = {WatchOutcome.ENOUGH: A_PERSON, WatchOutcome.CHAT_FULL: A_CHAT}
        return texts.text(f"watch.{outcome.value}", most=limits.get(outcome, 0), command=Live("/watching"))

    async def _list(self, person: int, context: Context) -> Reply:
        visitor, texts = context.visitor, context.visitor.texts
        watches = await self._memory.watches.of(person, None if visitor.private else visitor.chat.id)
        if not watches:
            return words(texts.text("watching.none"), texts)
        numbered = list(enumerate(watches, 1))
        blocks = [prose(texts.plural("watching.title", len(watches)), texts)]
        blocks += [self._entry(number, watch, texts) for number, watch in numbered]
        buttons = [
            InlineKeyboardButton(f"✕ {number}", callback_data=UNWATCH.data(watch.declined.id, person))
            for number, watch in numbered
        ]
        blocks.append(prose(texts.text("watching.how"), texts))
        return Reply(paginate(blocks)[:1], keyboard(buttons))

    def _entry(self, number: int, watch: Watch, texts: Texts) -> Block:
        question = watch.declined.answer.understood
        asked = Run(shorten(question, _LENGTH), "b", isolated=True)
        until = (watch.since + self._lasting).date()
        known = texts.text("watching.perhaps") if watch.claimed else texts.text("watching.until", day=until)
        return Block((Line((Run(f"{number}. "), asked), direction_of(question)), Line((Run(known),), texts.direction)))
