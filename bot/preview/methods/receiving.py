"""How the bot gets updates: long polling or a webhook."""

import ipaddress
import re
from urllib.parse import urlsplit

from bot.preview import errors
from bot.preview.call import Call
from bot.preview.entities import Json
from bot.preview.errors import refused
from bot.preview.methods.registry import Result, method
from bot.preview.service import Service
from bot.preview.updates import WebhookSetting

_MAX_WAIT = 50
"""Seconds; Telegram ends longer polls itself."""
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PORTS = frozenset({80, 88, 443, 8443})


def _allowed(call: Call) -> list[str] | None:
    return [str(kind) for kind in call.array("allowed_updates")] if "allowed_updates" in call.parameters else None


@method("getUpdates")
async def get_updates(service: Service, call: Call) -> Result:
    """What happened since `offset`."""
    if service.updates.webhook.url:
        raise refused(errors.WEBHOOK_ACTIVE)
    service.updates.allow(_allowed(call))
    limit = min(max(call.number("limit", 100), 1), 100)
    seconds = min(max(call.number("timeout"), 0), _MAX_WAIT)
    return await service.updates.poll(call.number("offset"), limit, seconds)


@method("setWebhook")
def set_webhook(service: Service, call: Call) -> Result:
    """Post updates to an address from now on; an empty one goes back to polling."""
    secret = call.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise refused("Bad Request: secret token contains unallowed characters")
    if call.text("url"):
        _check_address(call.text("url"))
    _drop_pending(service, call)
    service.updates.webhook = WebhookSetting(call.text("url"), secret)
    service.updates.allow(_allowed(call))
    service.updates.wake()
    return True


def _check_address(url: str) -> None:
    """HTTPS on Telegram's ports; plain HTTP and any port on this machine, as with a local Bot API server."""
    address = urlsplit(url)
    if address.scheme == "http" and _is_here(address.hostname or ""):
        return
    if address.scheme != "https":
        raise refused("Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    if (address.port or 443) not in _PORTS:
        raise refused("Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _drop_pending(service: Service, call: Call) -> None:
    if call.flag("drop_pending_updates"):
        service.updates.reset()


@method("deleteWebhook")
def delete_webhook(service: Service, call: Call) -> Result:
    """Back to polling."""
    _drop_pending(service, call)
    service.updates.webhook = WebhookSetting()
    service.updates.wake()
    return True


@method("getWebhookInfo")
def get_webhook_info(service: Service, call: Call) -> Result:
    """What is set and how it goes."""
    webhook = service.updates.webhook
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(service.updates.pending),
    }
    if webhook.error and webhook.error_at:
        info |= {"last_error_date": int(webhook.error_at.timestamp()), "last_error_message": webhook.error}
    return info
