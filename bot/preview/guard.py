"""Keeps other web pages out: a middleware that checks where a request comes from and says what the answer may do.

The preview listens on 127.0.0.1 only, but every page in the same browser can reach that address, by its own name (DNS
rebinding) or across origins. So the Host must be this machine, an Origin must be the preview's own, whatever changes
something must have one, and the content security policy allows nothing from elsewhere, no framing and no markup made
from text.
"""

from aiohttp import web
from aiohttp.typedefs import Handler

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_NAMES = ("127.0.0.1", "localhost")
_BOT_PATHS = ("/bot", "/file/bot")


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses with 403 what does not come from the preview's own page or from a program on this machine."""
    reason = _reason_to_refuse(request)
    if reason:
        return web.Response(status=403, text=reason)
    return await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """For `on_response_prepare`, so that streams and errors carry them too."""
    response.headers.update(_HEADERS)


def _reason_to_refuse(request: web.Request) -> str:
    """A sentence, or "" if the request is welcome."""
    own = _own_hosts(request)
    if request.host not in own:
        return "The preview answers only to its own address."
    origin = request.headers.get("Origin")
    if origin is not None and origin not in {f"http://{host}" for host in own}:
        return "The preview answers only to its own page."
    if request.path.startswith(_BOT_PATHS):
        return ""
    if request.method not in {"GET", "HEAD"} and origin is None:
        return "The preview takes actions only from its own page."
    if request.path != "/" and request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return "The preview shows itself only to its own page."
    return ""


def _own_hosts(request: web.Request) -> set[str]:
    transport = request.transport
    port = transport.get_extra_info("sockname")[1] if transport else 0
    return {f"{name}:{port}" for name in _NAMES}
