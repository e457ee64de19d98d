"""What a scripted server says in the protocols of Anthropic and of Ollama; `chat_server` has the server itself."""

import json
from typing import Any

from tests.bot.chat_server import Behaviour, Handler


def anthropic_says(text: str, *, tool: bool = False, stop: str = "end_turn", cut: bool = False) -> Behaviour:
    """Stream a text, or the arguments of a tool; `cut` ends the connection in the middle."""

    def behave(handler: Handler) -> None:
        handler.start_stream()
        usage = {"input_tokens": 7, "output_tokens": 1}
        message = {"id": "m", "type": "message", "role": "assistant", "model": "m", "content": [], "usage": usage}
        _event(handler, "message_start", message=message | {"stop_reason": None, "stop_sequence": None})
        name = next((each["name"] for each in handler.server.requests[-1].get("tools", [])), "none")
        tool_use: dict[str, Any] = {"type": "tool_use", "id": "t", "name": name, "input": {}}
        block: dict[str, Any] = tool_use if tool else {"type": "text", "text": ""}
        _event(handler, "content_block_start", index=0, content_block=block)
        for start in range(0, len(text), 9):
            piece = text[start : start + 9]
            delta = (
                {"type": "input_json_delta", "partial_json": piece} if tool else {"type": "text_delta", "text": piece}
            )
            _event(handler, "content_block_delta", index=0, delta=delta)
            if cut:
                return
        _event(handler, "content_block_stop", index=0)
        usage = {"input_tokens": 7, "output_tokens": 5}
        _event(handler, "message_delta", delta={"stop_reason": stop, "stop_sequence": None}, usage=usage)
        _event(handler, "message_stop")

    return behave


def _event(handler: Handler, kind: str, **content: Any) -> None:
    handler.send_raw(f"event: {kind}\ndata: {json.dumps({'type': kind, **content})}\n\n")


def anthropic_drips(handler: Handler) -> None:
    """Ping for ever."""
    handler.start_stream()
    while not handler.server.stopping.wait(0.02):
        _event(handler, "ping")


def ollama_says(text: str, *, cut: bool = False) -> Behaviour:
    """Stream a text, a JSON object a line; `cut` ends the connection in the middle."""

    def behave(handler: Handler) -> None:
        handler.start_stream()
        for start in range(0, len(text), 9):
            _line(handler, text[start : start + 9])
            if cut:
                return
        _line(handler, "", done=True, done_reason="stop", prompt_eval_count=7, eval_count=5)

    return behave


def _line(handler: Handler, text: str, *, done: bool = False, **more: Any) -> None:
    message = {"role": "assistant", "content": text}
    said = {"model": "m", "created_at": "2026-01-01T00:00:00Z", "message": message, "done": done, **more}
    handler.send_raw(json.dumps(said) + "\n")


def ollama_drips(handler: Handler) -> None:
    """Say a letter now and then, for ever."""
    handler.start_stream()
    while not handler.server.stopping.wait(0.02):
        _line(handler, "x")
