"""Lists of a language model's replies, in every form in which three kinds of replies may come."""

from typing import Annotated

import pytest
from pydantic import BaseModel, ValidationError

from bot.answers.translating import Translations
from bot.llm.second_opinion import Judgements
from bot.quotes.drafts import MOST_CITATIONS, MOST_STATEMENTS, Draft
from bot.quotes.reply_lists import MOST_LOOKED_AT, ListReply, entries_of

REPLIES = [
    (Draft, "statements", {"text": "One."}, "text"),
    (Translations, "translations", {"number": 1, "text": "One."}, "text"),
    (Judgements, "judgements", {"number": 1, "carried": True}, "number"),
]


@pytest.mark.parametrize(("kind", "name", "entry", "key"), REPLIES)
def test_a_list_a_bare_list_and_a_lone_entry_are_one(
    kind: type[ListReply], name: str, entry: dict[str, object], key: str
) -> None:
    for said in ({name: [entry]}, [entry], entry, {name: entry}, {name: [3, entry, {"odd": 1}]}, ["odd", entry]):
        [read] = getattr(kind.model_validate(said), name)
        assert getattr(read, key) == entry[key]


@pytest.mark.parametrize(("kind", "name", "entry", "key"), REPLIES)
def test_nothing_whole_is_no_reply(kind: type[ListReply], name: str, entry: dict[str, object], key: str) -> None:
    for said in ([], ["odd"], {}, {"odd": 1}, [{"odd": entry[key]}], "odd", 3, None):
        with pytest.raises(ValidationError):
            kind.model_validate(said)
    assert getattr(kind.model_validate({name: ["odd"]}), name) == []


def test_no_more_is_read_than_is_looked_at() -> None:
    cited = {"text": "One.", "citations": [{"passage": 1, "quote": "One."}] * 40}
    draft = Draft.model_validate([cited] * 40)
    assert (len(draft.statements), len(draft.statements[0].citations)) == (MOST_STATEMENTS, MOST_CITATIONS)
    late = [*["odd"] * MOST_LOOKED_AT, {"text": "One."}]
    assert Draft.model_validate({"statements": late}).statements == []


def test_that_nothing_is_answered_is_a_draft() -> None:
    assert Draft.model_validate({"answered": False}) == Draft(answered=False)


class Odd(ListReply):
    """A reply whose list is no list of entries."""

    words: list[str]


def test_a_reply_without_entries_is_a_mistake_of_whoever_writes_it() -> None:
    with pytest.raises(TypeError):
        Odd.model_validate({"words": ["a"]})


class Item(BaseModel):
    """A word."""

    word: str


class Few(ListReply):
    """At most two words."""

    title: str = ""
    words: Annotated[list[Item], entries_of(Item, 2)]


def test_other_fields_stay() -> None:
    few = Few.model_validate({"title": "t", "words": [{"word": word} for word in "abc"]})
    assert (few.title, [item.word for item in few.words]) == ("t", ["a", "b"])
