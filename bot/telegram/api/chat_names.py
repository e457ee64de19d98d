"""What people and groups are called: asked of Telegram, since names are not stored."""

from telegram import Bot
from telegram.error import TelegramError


async def name_of_id(bot: Bot, number: int) -> str:
    """Ask Telegram for the name of a person (positive id) or a group (negative); the id where it knows none."""
    try:
        chat = await bot.get_chat(number)
    except TelegramError:
        return str(number)
    return chat.effective_name or str(number)
