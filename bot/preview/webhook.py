"""Posts updates to the address that setWebhook named, one after the other, until each is accepted.

Takes them from Updates; a refused or failed delivery is tried again after a pause that doubles up to a minute.
"""

import asyncio

import aiohttp

from bot.preview.service import Service
from bot.preview.updates import WebhookSetting

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 60.0
_TIMEOUT = aiohttp.ClientTimeout(total=30)


async def deliver(service: Service) -> None:
    """Run until the queue is closed."""
    updates, pause = service.updates, _FIRST_PAUSE
    async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
        while not updates.closed:
            if not (updates.webhook.url and updates.pending):
                await updates.changed()
                continue
            update, webhook = updates.pending[0], updates.webhook
            webhook.error = await _post(session, webhook, update)
            if not webhook.error:
                updates.confirm(update["update_id"])
                pause = _FIRST_PAUSE
                continue
            webhook.error_at = service.world.clock.now()
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)


async def _post(session: aiohttp.ClientSession, webhook: WebhookSetting, update: dict[str, object]) -> str:
    """What went wrong, or ""."""
    headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
    try:
        async with session.post(webhook.url, json=update, headers=headers) as response:
            return "" if response.ok else f"Wrong response from the webhook: {response.status} {response.reason}"
    except TimeoutError:
        return "Read timeout expired"
    except aiohttp.ClientError:
        return "Connection failed"
