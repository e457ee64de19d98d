"""Questions in turn, from a pipe or a person."""

import io
import json

from bot.terminal.conversation import TO_TELEGRAM, answer_each, chosen_form, converse
from bot.texts import Texts
from tests.bot.terminal.answers import Scripted


def test_each_line_is_answered_in_turn_an_empty_one_too() -> None:
    answerer, out = Scripted(), io.StringIO()
    lines = io.StringIO("When did the bridge open?\r\n\nHvem vant cupen?")
    answer_each(lines, answerer, chosen_form(out, as_json=True), out)
    assert answerer.asked == ["When did the bridge open?", "", "Hvem vant cupen?"]
    assert [json.loads(line)["abstained"] for line in out.getvalue().splitlines()] == [False, True, True]


def test_answers_are_flushed_one_by_one() -> None:
    class Counting(io.StringIO):
        flushes = 0

        def flush(self) -> None:
            self.flushes += 1

    out = Counting()
    answer_each(["a bridge", "a bridge"], Scripted(), str, out)
    assert out.flushes == 2


def test_conversation_says_how_to_get_a_token_and_ends_with_the_input() -> None:
    answerer, out = Scripted(), io.StringIO()
    converse(answerer, io.StringIO("\nWhen did the bridge open?\n   \n"), out)
    assert TO_TELEGRAM in out.getvalue()
    assert "BotFather" in TO_TELEGRAM
    assert answerer.asked == ["When did the bridge open?"]
    assert "harbour/000_bridge.txt:3" in out.getvalue()


def test_exit_ends_and_polite_words_are_no_questions() -> None:
    answerer, out = Scripted(), io.StringIO()
    converse(answerer, io.StringIO("Hello!\nA bridge?\nWho wrote it?\nWhen was it published?\nexit\nNo bridge?\n"), out)
    assert answerer.asked == ["A bridge?"]
    assert Texts("en").text("talk.greeting_alone") in out.getvalue()
    assert "published by Harbour Wire." in out.getvalue()
    assert "Harbour Wire, The bridge: May 2, 2024" in out.getvalue()


def test_no_i_meant_asks_about_something_else() -> None:
    answerer, out = Scripted(), io.StringIO()
    converse(answerer, io.StringIO("When did the bridge open?\nno, I meant the market\n"), out)
    assert answerer.asked == ["When did the bridge open?", "When did the market"]
    assert "When did the market" in out.getvalue()
