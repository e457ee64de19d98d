"""What is said instead of an answer: too fast, too late, or an answer that may not have arrived, with a button for it.

Comes right after the guard, so that strangers are told nothing.
"""

from telegram import InlineKeyboardButton, Message, Update
from telegram.ext import ApplicationHandlerStop

from bot.memory import AsyncMemory, StoredAnswer
from bot.telegram.api.current_update import Why, current_update
from bot.telegram.api.sender import Sender, spot_of
from bot.telegram.api.taps import Tap
from bot.telegram.callbacks import SHOW
from bot.telegram.context import Context, message_of
from bot.telegram.views.answer import reply_to
from bot.telegram.views.reply import Reply, keyboard, words


class LateUpdates:
    """The handlers of updates that are not handled as usual."""

    def __init__(self, memory: AsyncMemory, sender: Sender) -> None:
        self._memory, self._sender = memory, sender

    async def check(self, update: Update, context: Context) -> None:
        """Let through what is to be handled as usual, and say of everything else why it is not.

        Raises:
            ApplicationHandlerStop: Nobody else is to handle this update, whatever failed here.
        """
        hand = current_update()
        if hand is None or hand.why in {Why.NEW, Why.AGAIN}:
            return
        try:
            await self._say_instead(update, context, hand.why)
        except Exception as error:  # noqa: BLE001 - after any other exception the next handlers would go on
            await context.application.process_error(update, error)
        raise ApplicationHandlerStop

    async def on_show(self, tap: Tap[StoredAnswer], context: Context) -> None:
        """Show an answer that may not have arrived, in the place of the sentence that said so."""
        await tap.acknowledge()
        stored = tap.subject
        reply = reply_to(stored.answer, context.visitor.texts_about(stored.answer.language), stored.id)
        await tap.show_instead(self._sender, reply, context)
        await self._memory.answers.note_messages(stored.id, [tap.message.message_id])

    async def _say_instead(self, update: Update, context: Context, why: Why) -> None:
        message, texts = message_of(update), context.visitor.texts
        if why is Why.HASTY and update.callback_query is not None:
            await update.callback_query.answer(texts.text("flood.hasty"), show_alert=True)
        elif message is not None and why is Why.DOUBTFUL:
            await self._offer(message, context)
        elif message is not None:
            text = texts.text("flood.hasty" if why is Why.HASTY else "inbox.late")
            await self._sender.send(context.bot, spot_of(message), words(text, texts))

    async def _offer(self, message: Message, context: Context) -> None:
        stored = await self._memory.answers.find(message.chat.id, message.message_id)
        if stored is None:  # It was no question: who misses the reply asks for it again.
            return
        texts = context.visitor.texts
        button = InlineKeyboardButton(texts.text("inbox.show"), callback_data=SHOW.data(stored.id, 0))
        reply = Reply(words(texts.text("inbox.doubtful"), texts).pages, keyboard([button]))
        await self._sender.send(context.bot, spot_of(message), reply)
