from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.ext import CallbackQueryHandler

from bot.preview import Preview
from bot.telegram.callbacks import CALLBACKS, CITATION, ButtonSubject, Callback, Presser
from tests.bot.telegram.conftest import Start

ABOUT_SOMETHING = [callback for callback in CALLBACKS if callback.about is not ButtonSubject.NOTHING]


def some_data(callback: Callback) -> st.SearchStrategy[str]:
    return st.from_regex(callback.pattern, fullmatch=True)


@given(st.sampled_from(CALLBACKS).flatmap(lambda callback: st.tuples(st.just(callback), some_data(callback))))
def test_data_is_read_back_by_its_own_button_alone_and_fits(found: tuple[Callback, str]) -> None:
    callback, data = found
    values = callback.read(data)
    assert values is not None
    assert callback.data(*values) == data
    assert [other for other in CALLBACKS if other.read(data)] == [callback]
    assert len(data.encode()) <= 64


@given(st.sampled_from(ABOUT_SOMETHING), st.integers(0, 10**18 - 1), st.integers(0, 1))
def test_what_is_about_something_holds_its_id_first(callback: Callback, number: int, choice: int) -> None:
    assert callback.read(callback.data(number, choice)) == (str(number), str(choice))


@pytest.mark.parametrize(
    "data", ["", "cite", "cite:1", "cite:1:2:3", "cite:-1:2", "gift:1:2", "cite:٣:1", "cite:1:2\n"]
)
def test_anything_else_is_no_data(data: str) -> None:
    assert [callback for callback in CALLBACKS if callback.read(data)] == []
    assert CITATION.read(None) is None


@pytest.mark.parametrize("values", [(), (1,), (-1, 2), ("a", 1), (10**18, 1), (1, 2, 3)])
def test_a_button_whose_press_would_not_be_understood_is_not_made(values: tuple[int | str, ...]) -> None:
    with pytest.raises(ValueError, match="no data of the button 'cite'"):
        CITATION.data(*values)


def test_names_and_methods_are_each_used_once() -> None:
    assert len(CALLBACKS) > 20
    for one, other in combinations(CALLBACKS, 2):
        assert one.name != other.name
        assert one.handler != other.handler
    assert {callback.instead for callback in CALLBACKS if callback.presser is not Presser.OWNER} == {""}


async def test_every_button_has_one_handler_and_unknown_ones_a_last(preview: Preview, start: Start) -> None:
    async with start() as kilde:
        patterns = [it.pattern for it in kilde.application.handlers[0] if isinstance(it, CallbackQueryHandler)]
    assert patterns == [*(callback.pattern for callback in CALLBACKS), None]
