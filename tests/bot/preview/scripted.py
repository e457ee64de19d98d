"""A small bot built straight on python-telegram-bot, for testing the preview without Kilde's own chat."""

from typing import Any, TypeAlias

from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.preview import Preview

Bot: TypeAlias = "Application[Any, Any, Any, Any, Any, Any]"
Context: TypeAlias = ContextTypes.DEFAULT_TYPE


def scripted_bot(preview: Preview) -> Bot:
    """Repeats what it is told, in bold, with a quotation and two buttons."""
    builder = ApplicationBuilder().token(preview.token).post_init(_publish)
    builder = builder.base_url(f"{preview.base_url}/bot").base_file_url(f"{preview.base_url}/file/bot")
    application = builder.build()
    application.add_handler(CommandHandler("start", _greet))
    application.add_handler(CommandHandler("think", _think))
    application.add_handler(CommandHandler("who", _ask_back))
    application.add_handler(InlineQueryHandler(_offer))
    application.add_handler(MessageHandler(filters.TEXT & filters.UpdateType.EDITED_MESSAGE, _repeat_edited))
    application.add_handler(MessageHandler(filters.TEXT, _repeat))
    application.add_handler(CallbackQueryHandler(_open))
    return application


async def _publish(application: Bot) -> None:
    await application.bot.set_my_commands([("think", "Think aloud"), ("start", "Begin")])
    await application.bot.set_my_commands([("think", "فكّر بصوت عالٍ")], language_code="ar")


async def _think(update: Update, context: Context) -> None:
    """Leaves a draft standing: a test looks at it."""
    if update.effective_chat:
        await context.bot.send_chat_action(update.effective_chat.id, "typing")
        await context.bot.send_message_draft(update.effective_chat.id, 1, "<b>So</b> far", parse_mode="HTML")


async def _ask_back(update: Update, context: Context) -> None:
    if message := update.effective_message:
        await message.reply_text("Who are you?", do_quote=True, reply_markup=ForceReply(selective=True))


async def _offer(update: Update, context: Context) -> None:
    if query := update.inline_query:
        content = InputTextMessageContent(f"Found {query.query}")
        await query.answer([InlineQueryResultArticle("1", "The first", content, description="One line")])


async def _greet(update: Update, context: Context) -> None:
    if update.effective_message:
        await update.effective_message.reply_text("Welcome.")


async def _repeat(update: Update, context: Context) -> None:
    if message := update.effective_message:
        buttons = [
            [InlineKeyboardButton("Show", callback_data="show"), InlineKeyboardButton("File", callback_data="file")]
        ]
        html = f"<b>You said</b>\n<blockquote expandable>{message.text_html}</blockquote>"
        await message.reply_html(html, do_quote=True, reply_markup=InlineKeyboardMarkup(buttons))


async def _repeat_edited(update: Update, context: Context) -> None:
    if message := update.effective_message:
        await message.reply_text(f"Now you say: {message.text}")


async def _open(update: Update, context: Context) -> None:
    if (query := update.callback_query) and update.effective_chat:
        await query.answer("Here it is.")
        if query.data == "file":
            await context.bot.send_document(update.effective_chat.id, b"One line.\n", filename="article.txt")
        else:
            await query.edit_message_text("Shown.")
