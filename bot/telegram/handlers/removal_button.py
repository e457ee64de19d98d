"""The button below what admins are told of missed articles: they are really to go."""

from bot.memory import Act, AsyncMemory
from bot.telegram.api.folder_notices import FolderNotices
from bot.telegram.api.sender import Sender
from bot.telegram.api.taps import Tap
from bot.telegram.context import Context
from bot.telegram.views import folder
from bot.telegram.views.reply import words
from ingest.errors import KildeError
from ingest.folder_state import FolderState


class RemovalButton:
    """The handler of that button."""

    def __init__(self, notices: FolderNotices, memory: AsyncMemory, sender: Sender) -> None:
        self._notices, self._memory, self._sender = notices, memory, sender

    async def on_gone(self, tap: Tap[None], context: Context) -> None:
        """Have taken out what the message was about, if just that is still missed."""
        texts = context.visitor.texts
        try:
            state = await self._notices.current()
        except KildeError:
            state = FolderState()
        if state.doubt != tap.values[0]:
            await tap.alert(texts.text("folder.changed"))
            return
        await tap.acknowledge()
        await self._memory.audit.note(tap.person, Act.CONFIRMED_GONE, folder.summary(state))
        await self._notices.confirm(state)
        await tap.show_instead(self._sender, words(texts.text("folder.believed"), texts), context)
