"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>.

Takes requests as bots send them (query, form, multipart or JSON); gives Telegram's envelope of `ok` and `result`.
"""

import hmac
import inspect
import json
from typing import Any

from aiohttp import web

from bot.preview import methods
from bot.preview.call import Call, Upload
from bot.preview.entities import Json
from bot.preview.errors import ApiError
from bot.preview.service import Service
from bot.preview.wire import file_path


class BotApi:
    """The two routes of one bot."""

    def __init__(self, service: Service, token: str) -> None:
        self._service = service
        self._token = token

    def routes(self) -> list[web.RouteDef]:
        """To be added to an application."""
        return [
            web.route("*", "/bot{token}/{method}", self._call),
            web.get("/file/bot{token}/{path:.+}", self._download),
        ]

    def _knows(self, request: web.Request) -> bool:
        return hmac.compare_digest(request.match_info["token"].encode(), self._token.encode())

    async def _call(self, request: web.Request) -> web.Response:
        if not self._knows(request):
            return _refusal(ApiError(401, "Unauthorized"))
        method = methods.find(request.match_info["method"])
        if method is None:
            return _refusal(ApiError(404, "Not Found: method not found"))
        try:
            if failing := self._service.failures.get(request.match_info["method"].lower()):
                raise failing.pop(0)
            result = method(self._service, await read_call(request))
            if inspect.isawaitable(result):
                result = await result
        except ApiError as error:
            return _refusal(error)
        return web.json_response({"ok": True, "result": result})

    async def _download(self, request: web.Request) -> web.Response:
        if not self._knows(request):
            return _refusal(ApiError(401, "Unauthorized"))
        for file in self._service.world.files.values():
            if file_path(file) == request.match_info["path"]:
                return web.Response(body=file.content, content_type="application/octet-stream")
        return _refusal(ApiError(404, "Not Found"))


def _refusal(error: ApiError) -> web.Response:
    envelope: Json = {"ok": False, "error_code": error.code, "description": error.description}
    parameters = {"retry_after": error.retry_after, "migrate_to_chat_id": error.migrate_to_chat_id}
    if known := {name: value for name, value in parameters.items() if value is not None}:
        envelope["parameters"] = known
    return web.json_response(envelope, status=error.code)


async def read_call(request: web.Request) -> Call:
    """Parameters and files of a request.

    Raises:
        ApiError: 413 for more than the server takes, 400 for a body that is not what its type says.
    """
    call = Call(request.match_info["method"], dict(request.query))
    try:
        if request.content_type == "application/json":
            call.parameters.update(_as_strings(await request.json()))
        else:
            for name, value in (await request.post()).items():
                _put(call, name, value)
    except web.HTTPRequestEntityTooLarge as error:
        raise ApiError(413, "Request Entity Too Large") from error
    except ValueError as error:
        raise ApiError(400, "Bad Request: can't parse request") from error
    return call


def _put(call: Call, name: str, value: str | bytes | bytearray | web.FileField) -> None:
    if isinstance(value, web.FileField):
        call.uploads[name] = Upload(value.filename, value.content_type, value.file.read())
    else:
        call.parameters[name] = value if isinstance(value, str) else value.decode("utf-8", "replace")


def _as_strings(body: dict[str, Any]) -> dict[str, str]:
    if not isinstance(body, dict):
        raise ApiError(400, "Bad Request: can't parse request")
    present = {name: value for name, value in body.items() if value is not None}
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in present.items()}
