import pytest

from bot.preview import Preview
from bot.preview.running import running
from tests.bot.preview.scripted import Bot, scripted_bot


async def fail_beside(application: Bot) -> None:
    async with running(application):
        assert application.running
        raise ValueError("the real trouble")


async def test_what_fails_inside_is_told_and_the_bot_stops(preview: Preview) -> None:
    application = scripted_bot(preview)
    with pytest.raises(ValueError, match="the real trouble"):
        await fail_beside(application)
    assert not application.running
    assert application.updater is not None
    assert not application.updater.running
