"""The conditions of an answer on a line, and a button for each that takes it off. Pure."""

from collections.abc import Iterator

from telegram import InlineKeyboardButton

from bot.answers.answer import Answer
from bot.answers.chips import chips, condition_line, update_lines
from bot.telegram.callbacks import DROP
from bot.telegram.views.layout import Block, Line, Run
from bot.texts import Texts, shorten

_LABEL = 32
"""Characters of a condition on a button."""


def read_conditions(answer: Answer, texts: Texts) -> Iterator[Block]:
    """Say which conditions were read from the question."""
    if line := condition_line(answer, texts):
        yield Block((Line((Run(line, "i"),), texts.direction),))


def newer_and_older(answer: Answer, texts: Texts) -> Iterator[Block]:
    """Say which source is newer than one that reported otherwise."""
    for line in update_lines(answer, texts):
        yield Block((Line((Run(line, "b"),), texts.direction),))


def chip_rows(answer: Answer, answer_id: int, texts: Texts) -> list[list[InlineKeyboardButton]]:
    """Give a button for each condition, two in a row."""
    buttons = [
        InlineKeyboardButton(f"✖ {shorten(chip.text, _LABEL)}", callback_data=DROP.data(answer_id, place))
        for place, chip in enumerate(chips(answer.conditions, texts), 1)
    ]
    return [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
