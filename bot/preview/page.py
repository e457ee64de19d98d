"""The page over HTTP: its files, its stream of events, its gestures, uploads and downloads.

Takes a Service; knows nothing of the Bot API. `guard` stands in front of every route.
"""

import asyncio
import contextlib
import dataclasses
import json
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from bot.preview import acting, gestures
from bot.preview.entities import Formatted, Json
from bot.preview.feed import Kind
from bot.preview.service import Service
from bot.preview.state import User
from bot.preview.view import event_view, state_view

_SITE = Path(__file__).parent / "site"
_MEDIA_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_SAME_AS = {"no": "nb", "nn": "nb"}
_HEARTBEAT = 15.0
"""Seconds after which a quiet stream says that it is still there."""


class Page:
    """The routes of the page."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._files = {path.name: path.read_bytes() for path in _SITE.iterdir() if path.suffix in _MEDIA_TYPES}

    def routes(self) -> list[web.RouteDef]:
        """To be added to an application."""
        return [
            web.get("/", self._index),
            web.get("/site/{name}", self._file),
            web.get("/events", self._events),
            web.post("/act", self._act),
            web.post("/upload", self._upload),
            web.get("/download/{id}", self._download),
        ]

    async def _index(self, request: web.Request) -> web.Response:
        return self._site_file("index.html")

    async def _file(self, request: web.Request) -> web.Response:
        return self._site_file(request.match_info["name"])

    def _site_file(self, name: str) -> web.Response:
        if name not in self._files:
            raise web.HTTPNotFound
        return web.Response(body=self._files[name], content_type=_MEDIA_TYPES[Path(name).suffix], charset="utf-8")

    async def _events(self, request: web.Request) -> web.StreamResponse:
        try:
            viewer = gestures.person(self._service, request.query.get("as") or self._first_person(request))
        except ValueError as error:
            raise web.HTTPNotFound(text=str(error)) from error
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        with contextlib.suppress(ConnectionResetError):  # the browser has gone
            await self._stream(request, response, viewer)
        return response

    async def _stream(self, request: web.Request, response: web.StreamResponse, viewer: User) -> None:
        with self._service.world.feed.listen() as queue:
            await response.prepare(request)
            await _send(response, "state", state_view(self._service, viewer))
            while True:
                try:
                    happening = await asyncio.wait_for(queue.get(), _HEARTBEAT)
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                if happening.kind is Kind.CLOSED or viewer.id not in self._service.world.users:
                    return
                event = event_view(self._service, viewer, happening)
                if event:
                    await _send(response, *event)

    def _first_person(self, request: web.Request) -> int:
        """Give the person who speaks the browser's language, else the first."""
        people = [user for user in self._service.world.users.values() if not user.is_bot]
        for wanted in _languages(request.headers.get("Accept-Language", "")):
            if found := next((user.id for user in people if user.language.split("-")[0].lower() == wanted), None):
                return found
        return next((user.id for user in people), 0)

    async def _act(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        try:
            body = await request.json()
            return web.json_response(gestures.carry_out(self._service, body if isinstance(body, dict) else {}))
        except ValueError as error:
            return web.json_response({"error": str(error)}, status=400)

    async def _upload(self, request: web.Request) -> web.Response:
        asked = dict(request.query)
        try:
            user = gestures.person(self._service, asked.get("as"))
            message = gestures.outline(self._service, user, dict(asked))
            name = Path(asked.get("name", "")).name or "file"
            file = self._service.world.store(name, "application/octet-stream", await request.read())
            content = Formatted(asked.get("caption", ""))
            posted = acting.write(self._service, dataclasses.replace(message, file=file, content=content))
        except ValueError as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response({"message": posted.id})

    async def _download(self, request: web.Request) -> web.Response:
        """Pictures as such; everything else only ever to be saved, never to be opened in this origin."""
        file = self._service.world.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        if file.photo_size:
            return web.Response(body=file.content, content_type=file.media_type)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"}
        return web.Response(body=file.content, content_type="application/octet-stream", headers=headers)


def _languages(header: str) -> list[str]:
    """Give the languages of an Accept-Language header (RFC 9110, 12.5.4), the most wanted first."""
    weighed = []
    for part in header.split(","):
        tag, _, weight = part.partition(";q=")
        code = tag.strip().split("-")[0].lower()
        try:
            weighed.append((-float(weight or 1), _SAME_AS.get(code, code)))
        except ValueError:
            continue
    return [code for _, code in sorted(weighed, key=lambda each: each[0]) if code]


async def _send(response: web.StreamResponse, name: str, content: Json) -> None:
    await response.write(f"event: {name}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n".encode())
