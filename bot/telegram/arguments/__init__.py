"""Parses what people type behind a command. Pure; the words of each language stand in `bot.texts`."""
