"""A voice message, put into words and answered like a typed question; the answer begins with what was understood.

    voice message ──bounds──▶ bytes ──thread, one at a time──▶ words ──▶ as if typed

In a group only a reply to the bot is listened to. Neither sound nor words are kept, other than as the question of its
answer.
"""

from collections.abc import Awaitable, Callable

from telegram import Message, Update, Voice

from bot.telegram.access import Access
from bot.telegram.addressing import is_addressed, is_private
from bot.telegram.api.flood_gate import FloodGate, FloodVerdict
from bot.telegram.api.sender import Sender, spot_of
from bot.telegram.api.thread_pool import ThreadPool
from bot.telegram.api.typing_indicator import typing
from bot.telegram.context import Context, me_of
from bot.telegram.views.reply import words
from bot.voice.transcriber import LONGEST, Transcriber

LARGEST = 5 * 1024 * 1024
"""Bytes; two minutes as Telegram's apps record them are less than one megabyte."""
A_MINUTE = 6
"""Voice messages of one person."""

OnWords = Callable[[Message, str, Context], Awaitable[None]]
OnUpdate = Callable[[Update, Context], Awaitable[None]]


class VoiceHandler:
    """The handler of voice messages."""

    def __init__(
        self, transcriber: Transcriber | None, access: Access, sender: Sender, on_words: OnWords, otherwise: OnUpdate
    ) -> None:
        """Take what listens, if anything does, what answers words, and what handles a message that is not heard."""
        self._transcriber, self._access, self._sender = transcriber, access, sender
        self._on_words, self._otherwise = on_words, otherwise
        self._gate, self._thread = FloodGate(A_MINUTE), ThreadPool(1)

    async def on_voice(self, update: Update, context: Context) -> None:
        """Answer a voice message, or say why not."""
        message = update.message
        if message is None or message.voice is None or not is_addressed(message, me_of(context)):
            return
        if self._transcriber is None:
            await self._explain(update, message, context)
        elif refusal := self._refusal(message.voice, context):
            await self._say(message, refusal, context)
        else:
            await self._answer(message, message.voice, self._transcriber, context)

    async def _explain(self, update: Update, message: Message, context: Context) -> None:
        """Say that nobody listens; to an admin also how to change that."""
        if self._access.is_admin(context.visitor) and is_private(message):
            await self._say(message, "voice.off", context)
        else:
            await self._otherwise(update, context)

    def _refusal(self, voice: Voice, context: Context) -> str | None:
        """Give the text that says what is too much, if anything is."""
        if _seconds(voice) > LONGEST or (voice.file_size or 0) > LARGEST:
            return "voice.too_long"
        who = context.visitor.person.id if context.visitor.person else context.visitor.chat.id
        return None if self._gate.judge(who) is FloodVerdict.TAKEN else "budget.minute"

    async def _answer(self, message: Message, voice: Voice, transcriber: Transcriber, context: Context) -> None:
        async with typing(context.bot, spot_of(message)):
            file = await context.bot.get_file(voice.file_id)
            sound = bytes(await file.download_as_bytearray())
            text = await self._thread.run(transcriber.transcribe, sound)
        if any(character.isalnum() for character in text):
            await self._on_words(message, text, context)
        else:
            await self._say(message, "voice.nothing", context)

    async def _say(self, message: Message, key: str, context: Context) -> None:
        texts = context.visitor.texts
        said = texts.text(key, minutes=LONGEST // 60) if key == "voice.too_long" else texts.text(key)
        await self._sender.send(context.bot, spot_of(message), words(said, texts))


def _seconds(voice: Voice) -> float:
    """Give how long it is; the library gives a number or, one day, a timedelta."""
    length = voice.duration
    return float(length) if isinstance(length, int) else length.total_seconds()
