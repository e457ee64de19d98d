"""Questions to the running application, over HTTP, on the preview."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import pytest

from bot.answers.answer import Answer, Notice
from bot.preview import Preview
from tests.bot.chat.conftest import Kilde, Scripted
from tests.bot.chat.samples import ANSWER, DECLINED

Start = Callable[..., AbstractAsyncContextManager[Kilde]]


async def test_any_text_in_private_is_a_question(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb-NO")
    async with start() as kilde:
        asked = await ola.says("Når åpner havnen?")
        answer = await preview.answer_to(asked)
    assert "Havnen i Vardø åpner igjen den 3. mars 2024." in answer.formatted.text
    assert answer.reply_to == asked.id
    assert [(question.text, question.language, question.hint) for question in kilde.answerer.asked] == [
        ("Når åpner havnen?", None, "nb")
    ]
