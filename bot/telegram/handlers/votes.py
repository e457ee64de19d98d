"""The thumbs under an answer: what a person thought of it is kept, with the answer and what made it."""

import asyncio

from telegram import Update

from bot.memory import Memory, Versions
from bot.settings import BotSettings
from bot.telegram.api.taps import acknowledge
from bot.telegram.context import Context
from bot.telegram.views.callback_data import Action, read_tap
from ingest import __version__


class VoteButtons:
    """The handler of the thumbs; they work for every member of the chat, and after a restart."""

    def __init__(self, memory: Memory, versions: Versions) -> None:
        self._memory, self._versions = memory, versions

    async def on_vote(self, update: Update, context: Context) -> None:
        """Keep the vote, change it, or take it back if it is the same again; and say which."""
        query = update.callback_query
        tap = read_tap(query.data) if query else None
        if query is None or tap is None or tap.action is not Action.VOTE or query.message is None:
            return
        texts = context.visitor.texts
        stored = await asyncio.to_thread(self._memory.answers.get, tap.answer_id)
        if stored is None or stored.chat_id != query.message.chat.id:
            await query.answer(texts.text("passage.forgotten"), show_alert=True)
            return
        helpful = tap.number == 1
        stands = await asyncio.to_thread(self._memory.votes.vote, stored, query.from_user.id, helpful, self._versions)
        said = "vote.taken_back" if not stands else "vote.helpful" if helpful else "vote.unhelpful"
        await acknowledge(query, texts.text(said))


def versions_of(settings: BotSettings) -> Versions:
    """Say what makes the answers of a bot with these settings."""
    return Versions(__version__, settings.embedding_model, settings.llm_model)
