"""The button "More passages": what was found beside the cited sentences, as a message of its own below the answer."""

from bot.memory import StoredAnswer
from bot.telegram.api.sender import Sender, Spot
from bot.telegram.api.taps import Tap
from bot.telegram.context import Context
from bot.telegram.views.answer import further_passages


class MorePassages:
    """The handler of that button; works for every member of the chat, and after a restart."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def on_further(self, tap: Tap[StoredAnswer], context: Context) -> None:
        """Show the passages, or say that there are none any more."""
        stored = tap.subject
        texts = context.visitor.texts_about(stored.answer.language)
        reply = further_passages(stored.answer, texts, stored.id)
        if reply is None:  # the question was edited, and its answer is another one now
            await tap.alert(texts.text("answer.no_further"))
            return
        await tap.acknowledge()
        spot = Spot(stored.chat_id, stored.topic, tap.message.message_id)
        await self._sender.send(context.bot, spot, reply)
