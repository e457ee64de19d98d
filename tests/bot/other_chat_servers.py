"""What a scripted server says in the protocols of Anthropic and of Ollama; `chat_server` has the server itself."""

import json
from typing import Any

from tests.bot.chat_server import Behaviour, Handler


def slowly(behaviour: Behaviour, pause: float = 0.02) -> Behaviour:
    """Say the same with a pause before each piece."""

    def behave(handler: Handler) -> None:
        send = handler.send_raw

        def send_late(text: str) -> None:
            handler.server.stopping.wait(pause)
            send(text)

        handler.send_raw = send_late  # type: ignore[method-assign]
        behaviour(handler)

    return behave


def anthropic_thinks(thought: str, text: str) -> Behaviour:
    """Stream a block of thoughts, which are no part of the answer, and a text."""

    def behave(handler: Handler) -> None:
        _start_message(handler)
        _block(handler, 0, {"type": "thinking", "thinking": "", "signature": ""}, "thinking_delta", "thinking", thought)
        _block(handler, 1, {"type": "text", "text": ""}, "text_delta", "text", text)
        _end_message(handler, "end_turn")

    return behave


def anthropic_says(text: str, *, tool: bool = False, stop: str = "end_turn", cut: bool = False) -> Behaviour:
    """Stream a text, or the arguments of a tool; `cut` ends the connection in the middle."""

    def behave(handler: Handler) -> None:
        _start_message(handler)
        name = next((each["name"] for each in handler.server.requests[-1].get("tools", [])), "none")
        tool_use: dict[str, Any] = {"type": "tool_use", "id": "t", "name": name, "input": {}}
        told = text[:9] if cut else text
        if tool:
            _block(handler, 0, tool_use, "input_json_delta", "partial_json", told, ends=not cut)
        else:
            _block(handler, 0, {"type": "text", "text": ""}, "text_delta", "text", told, ends=not cut)
        if not cut:
            _end_message(handler, stop)

    return behave


def _start_message(handler: Handler) -> None:
    handler.start_stream()
    usage = {"input_tokens": 7, "output_tokens": 1}
    message = {"id": "m", "type": "message", "role": "assistant", "model": "m", "content": [], "usage": usage}
    _event(handler, "message_start", message=message | {"stop_reason": None, "stop_sequence": None})


def _block(
    handler: Handler, index: int, block: dict[str, Any], kind: str, field: str, text: str, *, ends: bool = True
) -> None:
    _event(handler, "content_block_start", index=index, content_block=block)
    for start in range(0, len(text), 9):
        delta = {"type": kind, field: text[start : start + 9]}
        _event(handler, "content_block_delta", index=index, delta=delta)
    if ends:
        _event(handler, "content_block_stop", index=index)


def _end_message(handler: Handler, stop: str) -> None:
    usage = {"input_tokens": 7, "output_tokens": 5}
    _event(handler, "message_delta", delta={"stop_reason": stop, "stop_sequence": None}, usage=usage)
    _event(handler, "message_stop")


def _event(handler: Handler, kind: str, **content: Any) -> None:
    handler.send_raw(f"event: {kind}\ndata: {json.dumps({'type': kind, **content})}\n\n")


def anthropic_drips(handler: Handler) -> None:
    """Ping for ever."""
    handler.start_stream()
    while not handler.server.stopping.wait(0.02):
        _event(handler, "ping")


def ollama_says(text: str, *, thought: str = "", cut: bool = False) -> Behaviour:
    """Stream a text, a JSON object a line, after a thought in a field of its own; `cut` ends it in the middle."""

    def behave(handler: Handler) -> None:
        handler.start_stream()
        if thought:
            _line(handler, "", message={"role": "assistant", "content": "", "thinking": thought})
        for start in range(0, len(text), 9):
            _line(handler, text[start : start + 9])
            if cut:
                return
        _line(handler, "", done=True, done_reason="stop", prompt_eval_count=7, eval_count=5)

    return behave


def _line(handler: Handler, text: str, *, done: bool = False, **more: Any) -> None:
    message = {"role": "assistant", "content": text}
    said = {"model": "m", "created_at": "2026-01-01T00:00:00Z", "message": message, "done": done} | more
    handler.send_raw(json.dumps(said) + "\n")


def ollama_calls(arguments: dict[str, Any]) -> Behaviour:
    """Answer through a tool call, whole at once as Ollama does."""

    def behave(handler: Handler) -> None:
        handler.start_stream()
        call = {"function": {"name": "Reply", "arguments": arguments}}
        _line(handler, "", message={"role": "assistant", "content": "", "tool_calls": [call]})
        _line(handler, "", done=True, done_reason="stop", prompt_eval_count=7, eval_count=5)

    return behave


def ollama_drips(handler: Handler) -> None:
    """Say a letter now and then, for ever."""
    handler.start_stream()
    while not handler.server.stopping.wait(0.02):
        _line(handler, "x")
