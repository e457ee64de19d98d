"""The editor's desk: what editors send becomes a draft that they look at; nothing is published before they say so.

In private a file, a link, a channel's post or a long forward is enough; /add takes what stands behind it, or the
message it replies to, anywhere. Others may propose, where the settings say so. `desk_buttons` has the decisions.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace

from telegram import Bot, Message, Update

from bot.desk.draft import ArticleDraft, DraftState
from bot.desk.draft_folder import file_name
from bot.desk.pages import page_name, stated_of
from bot.memory import AsyncMemory
from bot.telegram.access import Access
from bot.telegram.addressing import command_in, is_private
from bot.telegram.api.draft_board import DraftBoard
from bot.telegram.api.sender import Spot, spot_of
from bot.telegram.api.typing_indicator import typing
from bot.telegram.arguments.draft_arguments import FIELDS, read_lines, with_value
from bot.telegram.context import Context, me_of
from bot.telegram.offered_articles import LARGEST, Offer, is_offered, offer_in, text_offer
from bot.telegram.views.draft import example
from bot.texts import Live
from ingest.errors import FetchError
from ingest.readers import SUFFIXES
from ingest.readers.file_kinds import ending, is_container, kind_of

Otherwise = Callable[[Update, Context], Awaitable[None]]

PROPOSALS = 5
"""Of one person that may wait at once."""
_KEY_BYTES = 4
_LOOK, _LOOKS = 0.25, 40
"""Seconds between two looks for the draft of an album, and how often is looked."""


class DeskHandler:
    """The handlers of what is sent to the desk."""

    def __init__(
        self, board: DraftBoard, memory: AsyncMemory, access: Access, otherwise: Otherwise, *, proposals: bool
    ) -> None:
        """Take what handles messages that are not for the desk, and whether others than editors may propose."""
        self._board, self._memory, self._access = board, memory, access
        self._otherwise, self._proposals = otherwise, proposals

    async def on_add(self, update: Update, context: Context) -> None:
        """Make a draft of the words behind the command, of its own file, or of the message it replies to."""
        if (message := update.message) is None:
            return
        if not (self._access.is_editor(context.visitor) or self._proposals):
            await self._board.say(context.bot, message, "desk.editors_only")
            return
        command = command_in(message, me_of(context))
        offer = text_offer(command.argument if command else "")
        if message.document is not None:
            offer = offer_in(message)
        elif offer is None and (to := message.reply_to_message) is not None and to.forum_topic_created is None:
            offer = offer_in(to)
        if offer is None:
            await self._board.say(context.bot, message, "desk.add_usage", add=Live("/add"))
            return
        await self._take(offer, message, context)

    async def on_message(self, update: Update, context: Context) -> None:
        """Take what editors mean for the desk; everything else is handled as it always was."""
        message = update.message
        if message is None or not self._access.is_editor(context.visitor) or not await self._takes(message, context):
            await self._otherwise(update, context)

    async def _takes(self, message: Message, context: Context) -> bool:
        """Take what an editor means for the desk; says whether it was that."""
        if await self._edits(message, context) or await self._counted(message, context):
            return True
        if not is_private(message) or command_in(message, me_of(context)) is not None or not is_offered(message):
            return False
        if (offer := offer_in(message)) is None:
            return False
        await self._take(offer, message, context)
        return True

    async def _counted(self, message: Message, context: Context) -> bool:
        """Count a picture of a forwarded album whose caption is a draft; says whether it was one."""
        if not (message.photo and message.media_group_id and message.forward_origin and not message.caption):
            return False
        for _ in range(_LOOKS):  # The message with the caption may be handled at the same time.
            draft = await self._memory.drafts.of_album(message.chat.id, message.media_group_id)
            if draft is not None:
                await self._board.add_picture(context.bot, draft)
                break
            await asyncio.sleep(_LOOK)
        return True

    async def _take(self, offer: Offer, message: Message, context: Context) -> None:
        """Keep what is offered as a draft, and show it."""
        if not offer.link and (refusal := _refusal(offer, _size(offer))):
            await self._refuse(refusal, offer, message, context)
            return
        editor, person = self._access.is_editor(context.visitor), message.from_user
        if person is None or (not editor and await self._memory.drafts.proposals_of(person.id) >= PROPOSALS):
            await self._board.say(context.bot, message, "desk.enough")
            return
        if context.visitor.client:
            await self._memory.people.note_client(person.id, context.visitor.client)
        async with typing(context.bot, spot_of(message)):
            try:
                offer, content = await self._content(offer, context.bot)
            except FetchError as error:
                await self._board.say(context.bot, message, "desk.link_failed", reason=str(error))
                return
            if refusal := _refusal(offer, len(content)):
                await self._refuse(refusal, offer, message, context)
                return
            state = DraftState.OPEN if editor else DraftState.PROPOSED
            key, name = secrets.token_hex(_KEY_BYTES), file_name(offer.name)
            draft = ArticleDraft(0, key, message.chat.id, person.id, self._board.now(), state, name, offer.stated)
            await self._board.keep(draft, name, content)
            album = message.media_group_id if message.photo else None
            kept, new = await self._memory.drafts.add(draft, message.message_id, album or "")
            if not new:  # It was handled before, and its process killed.
                await self._board.forget(draft)
            elif message.photo:
                await self._memory.drafts.add_picture(kept.id)
            await self._announce(kept, message, context, editor=editor)

    async def _announce(self, draft: ArticleDraft, message: Message, context: Context, *, editor: bool) -> None:
        """Show a draft to who sent it, or a proposal to the editors."""
        if editor:
            await self._board.show(context.bot, draft, spot_of(message))
            return
        editors = self._access.editors | self._access.admin_ids | set(await self._memory.people.admins())
        for each in sorted(editors):
            await self._board.show_quietly(context.bot, draft, Spot(each))
        await self._board.say(context.bot, message, "desk.proposed")

    async def _content(self, offer: Offer, bot: Bot) -> tuple[Offer, bytes]:
        """Give the bytes of what is offered; of a page, which has a name and an address only then, the offer with them.

        Raises:
            FetchError: A page cannot be had.
        """
        if offer.link:
            page = await self._board.fetch(offer.link)
            return replace(offer, name=page_name(page), stated=stated_of(page)), page.content
        if offer.document is None:
            return offer, f"{offer.text}\n".encode()
        file = await bot.get_file(offer.document.file_id)
        return offer, bytes(await file.download_as_bytearray())

    async def _refuse(self, refusal: str, offer: Offer, message: Message, context: Context) -> None:
        kinds, end = ", ".join(sorted(SUFFIXES)), ending(offer.name) or offer.name[-20:]
        await self._board.say(context.bot, message, refusal, kinds=kinds, ending=end)

    async def _edits(self, message: Message, context: Context) -> bool:
        """Change a draft by a reply to a message that shows it, or that asks for one of its fields."""
        to = message.reply_to_message
        shown = await self._board.shown_in(to) if to else None
        if shown is None or message.text is None or shown[1] not in {"", *FIELDS}:
            return False
        draft, field = shown
        if is_container(draft.name):
            await self._board.say(context.bot, message, "desk.many_fixed")
            return True
        said = with_value(draft.stated, field, message.text) if field else read_lines(message.text, draft.stated)
        if said is None:
            texts = context.visitor.texts
            await self._board.say(context.bot, message, "desk.not_understood", example=example(texts))
            return True
        changed = await self._memory.drafts.change(draft.id, stated=said)
        if changed is None:
            await self._board.say(context.bot, message, "desk.decided")
            return True
        await self._board.refresh(context.bot, changed)
        await self._board.say(context.bot, message, "desk.changed")
        return True


def _refusal(offer: Offer, size: int) -> str | None:
    """Give the key of the text that says why something of so many bytes cannot be taken, if it cannot."""
    kind = kind_of(offer.name)
    if kind is None:
        return "desk.unknown_kind"
    return "desk.too_large" if size > min(LARGEST, kind.largest) else None


def _size(offer: Offer) -> int:
    return (offer.document.file_size or 0) if offer.document else len(offer.text.encode())
