"""Replies are read however untidily they come, whole values only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.messages.tool import tool_call_chunk
from pydantic import BaseModel

from bot.llm.replies import read_reply
from bot.quotes.drafts import Draft


class Reply(BaseModel):
    """A word."""

    word: str


def test_a_tool_call_that_was_cut_is_not_completed_by_guessing() -> None:
    cut = AIMessageChunk(
        content="", tool_call_chunks=[tool_call_chunk(name="Reply", args='{"word": "he', id="1", index=0)]
    )
    assert cut.tool_calls[0]["args"] == {"word": "he"}, "langchain completes it"
    assert read_reply(cut, Reply) is None


def test_a_finished_tool_call_is_read() -> None:
    call = {"name": "Reply", "args": {"word": "hello"}, "id": "1", "type": "tool_call"}
    assert read_reply(AIMessage("", tool_calls=[call]), Reply) == Reply(word="hello")


def test_the_whole_statements_of_a_cut_list_are_read() -> None:
    text = '{"answered": true, "statements": [{"text": "One.", "citations": []}, {"text": "Two."}, {"text": "Thr'
    draft = read_reply(AIMessage(text), Draft)
    assert draft is not None
    assert [statement.text for statement in draft.statements] == ["One.", "Two."]


@pytest.mark.parametrize(
    "text", ["", "no", "{}", "[]", "{" * 3000, '{"a":' * 3000, "[" * 100_000, '{"word": 3}', "null"]
)
def test_what_is_no_reply_is_none(text: str) -> None:
    assert read_reply(AIMessage(text), Reply) is None


@given(st.text(alphabet='{}[]":,wordnul \\\n1'))
def test_no_text_breaks_it(text: str) -> None:
    read_reply(AIMessage(text), Reply)
    read_reply(AIMessage(text), Draft)
