"""The thumbs under an answer: what a person thought of it is kept, with the answer and what made it."""

from bot.memory import AsyncMemory, StoredAnswer, Versions
from bot.settings import BotSettings
from bot.telegram.api.taps import Tap
from bot.telegram.context import Context
from ingest import __version__


class VoteButtons:
    """The handler of the thumbs; they work for every member of the chat, and after a restart."""

    def __init__(self, memory: AsyncMemory, versions: Versions) -> None:
        self._memory, self._versions = memory, versions

    async def on_vote(self, tap: Tap[StoredAnswer], context: Context) -> None:
        """Keep the vote, change it, or take it back if it is the same again; and say which."""
        helpful = tap.number == 1
        stands = await self._memory.votes.vote(tap.subject, tap.person, helpful, self._versions)
        said = "vote.taken_back" if not stands else "vote.helpful" if helpful else "vote.unhelpful"
        await tap.acknowledge(context.visitor.texts.text(said))


def versions_of(settings: BotSettings) -> Versions:
    """Say what makes the answers of a bot with these settings."""
    return Versions(__version__, settings.embedding_model, settings.llm_model)
