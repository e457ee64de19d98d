"""The page that explains everything. Pure."""

from bot.texts import Live, Texts


def help_text(texts: Texts, ask: Live) -> str:
    """Give the page that explains everything; `ask` is the command that reaches the bot in a group."""
    return texts.text(
        "help.text",
        brief=Live("/brief"),
        subscribe=Live("/subscribe"),
        unsubscribe=Live("/unsubscribe"),
        watching=Live("/watching"),
        ask=ask,
        sources=Live("/sources"),
        corpus=Live("/corpus"),
        language=Live("/language"),
        forget=Live("/forget"),
        help=Live("/help"),
    )
