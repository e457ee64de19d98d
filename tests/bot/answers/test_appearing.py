"""What counts as having appeared; the index and the answerer are scripted, the real ones are in test_lookout_whole."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.answers.answer import WITHOUT_MODEL, Answer, Before, Notice, Question
from bot.answers.appearing import Appearing
from ingest.errors import LanguageModelError
from tests.bot.telegram.conftest import Scripted, Shelf, stored_article
from tests.bot.telegram.samples import ANSWER, DECLINED

THEN = datetime(2026, 6, 1, 8, tzinfo=UTC)
BEFORE = Before(THEN, frozenset({"fisk.txt"}))
FIRST, SECOND = (citation.source for citation in ANSWER.citations)


@pytest.mark.parametrize(
    ("source", "hours", "new"),
    [
        ("nytt.txt", 1, True),
        ("fisk.txt", 1, True),
        ("nytt.txt", -1, True),
        ("fisk.txt", -1, False),
        ("nytt.txt", -25, False),
    ],
)
def test_what_could_not_be_found_then(source: str, hours: int, new: bool) -> None:
    assert BEFORE.lacks(stored_article(1, source, THEN + timedelta(hours=hours))) is new


@pytest.mark.parametrize(("came", "appears"), [({}, False), ({FIRST: -50}, False), ({FIRST: -50, SECOND: 1}, True)])
def test_only_an_answer_that_cites_something_new(came: dict[str, int], appears: bool) -> None:
    shelf, scripted = Shelf(), Scripted()
    shelf.came = {source: THEN + timedelta(hours=hours) for source, hours in came.items()}
    found = Appearing(scripted, shelf).look(Question("?", "nb"), BEFORE)
    assert (found is not None) is appears
    assert scripted.asked[0].before == BEFORE


@pytest.mark.parametrize(("notices", "fails"), [((), False), *(((notice,), True) for notice in WITHOUT_MODEL)])
def test_declined_again_or_not_really_asked(notices: tuple[Notice, ...], fails: bool) -> None:
    answers: dict[str, Answer] = {"?": replace(DECLINED, notices=notices)}
    appearing = Appearing(Scripted(answers), Shelf())
    if fails:
        with pytest.raises(LanguageModelError):
            appearing.look(Question("?"), BEFORE)
    else:
        assert appearing.look(Question("?"), BEFORE) is None


def test_the_mark_tells_one_index_from_the_next() -> None:
    shelf = Shelf()
    appearing = Appearing(Scripted(), shelf)
    marks = [appearing.mark(), appearing.mark()]
    shelf.generation = 2
    marks.append(appearing.mark())
    shelf.count = 0
    marks.append(appearing.mark())
    assert marks[0] == marks[1]
    assert len(set(marks)) == 3
    assert all(len(mark) <= 64 for mark in marks)
