"""Follow-ups: which questions lean on the one before, and what they are then answered with."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Notice, Question, Turn
from bot.answers.answerer import ArticleAnswerer
from bot.answers.follow_ups import (
    LONGEST_TOPIC,
    FollowUp,
    asks_nothing,
    follow_up,
    may_lean,
    perhaps_following,
    says_nothing,
    turn_of,
)
from tests.bot.terminal.answers import ANSWERED, EMPTY

BEFORE = (Turn("How many cars does the ferry Havsula carry?", ("It takes 120 cars.",)),)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("and when was that?", "en"),
        ("Why?", "en"),
        ("How long does it take?", "en"),
        ("What about the captain?", "en"),
        ("And in Norway?", "en"),
        ("og hvorfor?", "nb"),
        ("Når var det?", "nb"),
        ("Hvor gammel er den?", "nb"),
        ("Hva med kapteinen?", "nb"),
        ("ومتى؟", "ar"),
        ("ولماذا حدث ذلك؟", "ar"),
        ("متى كان ذلك؟", "ar"),
        ("Und warum?", "de"),
        ("Wann war das?", "de"),
        ("Et pourquoi ?", "fr"),
        ("¿Y cuándo fue eso?", "es"),
        ("А когда это случилось?", "ru"),
        ("Och varför?", "sv"),
        ("Hvornår skete det?", "da"),
    ],
)
def test_a_follow_up_leans_on_the_topic(text: str, language: str) -> None:
    found = follow_up(text, language, BEFORE)
    assert found is not None
    assert (found.topic, found.said) == (BEFORE[0].question, frozenset(BEFORE[0].quotes))
    assert follow_up(text, language, ()) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("When was the library of Mina al-Zahr reopened?", "en"),
        ("Who said that the bridge over the river is unsafe?", "en"),
        ("And who is the new mayor of the town of Oslo?", "en"),
        ("How many manuscripts does the library hold?", "en"),
        ("Når ble den nye broen over elva åpnet?", "nb"),
        ("Hvor mange bøker har biblioteket?", "nb"),
        ("من هو رئيس فرنسا؟", "ar"),
        ("كم مخطوطا تضم المكتبة؟", "ar"),
        ("وزارة الصحة متى أعلنت نتائج الدراسة؟", "ar"),
        ("Wann brannte die Brücke über die Velna ab?", "de"),
        ("Combien de manuscrits y a-t-il dans la bibliothèque ?", "fr"),
        ("¿Quién es el alcalde de Madrid?", "es"),
        ("Какая столица у Японии?", "ru"),
        ("Vem vann valet i Sverige?", "sv"),
    ],
)
def test_a_new_topic_is_not_dragged_along(text: str, language: str) -> None:
    assert follow_up(text, language, BEFORE) is None


@given(st.text(max_size=300), st.sampled_from(["en", "ar", "nb", "und", "zh"]))
def test_any_text_is_judged(text: str, language: str) -> None:
    found = follow_up(text, language, BEFORE)
    assert found is None or found.topic == BEFORE[0].question


def test_a_chain_of_follow_ups_keeps_its_first_topic_and_stays_bounded() -> None:
    turn = turn_of(ANSWERED)
    assert turn == Turn(ANSWERED.question, tuple(citation.quote for citation in ANSWERED.citations))
    assert EMPTY.notices == (Notice.NOTHING_ASKED,)
    assert turn_of(EMPTY) is None
    long = Turn("x" * LONGEST_TOPIC)
    assert follow_up("why?", "en", (BEFORE[0], long)) is not None


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("How many cars does the ferry Havsula carry?", "And how many is that?", "120"),
        ("كم مخطوطا تضم المكتبة؟", "ومتى نُسخ أقدمها؟", "1187"),
    ],
)
def test_the_topic_is_carried_over_and_said(answerer: ArticleAnswerer, first: str, second: str, words: str) -> None:
    turn = turn_of(answerer.answer(Question(first)))
    assert turn is not None
    answer = answerer.answer(Question(second, earlier=(turn,)))
    assert any(words in citation.quote for citation in answer.citations), [c.quote for c in answer.citations]
    assert answer.follows == first


def test_what_names_nothing_itself_is_remembered_with_the_article_that_answered() -> None:
    died, opened = (
        turn_of(replace(ANSWERED, question=asked)) for asked in ("How many died?", "When did the bridge open?")
    )
    assert died
    assert died.question == "How many died? – The bridge"
    assert opened
    assert opened.question == "When did the bridge open?"
    arabic = turn_of(replace(ANSWERED, question="كم مات؟"))  # Without capitals it cannot be told whether it names any.
    assert arabic
    assert arabic.question == "كم مات؟"


def test_a_short_question_without_names_may_follow_though_no_word_says_so() -> None:
    assert perhaps_following("how many died?", BEFORE) == FollowUp(BEFORE[0].question, empty=False, said=frozenset())
    assert perhaps_following("How many died in Lerk?", BEFORE) is None
    assert perhaps_following("how many died?", ()) is None


def test_of_a_story_each_sentence_may_answer_what_is_asked_of_it() -> None:
    story, pair = Turn("What happened?", ("a", "b", "c")), Turn("What happened?", ("a", "b"))
    found = [follow_up("and why?", "en", (turn,)) for turn in (story, pair)]
    assert [it.said for it in found if it] == [frozenset(), {"a", "b"}]


@pytest.mark.parametrize(
    ("text", "nothing"), [("this", True), ("denne", True), ("هذا", True), ("the ferry", False), ("", False)]
)
def test_a_pronoun_says_nothing(text: str, nothing: bool) -> None:
    assert says_nothing(text) is nothing


def test_words_that_say_nothing_are_not_looked_up_alone(answerer: ArticleAnswerer) -> None:
    nowhere = Turn("Who won the football world cup in 2022?")
    answer = answerer.answer(Question("and when was that?", earlier=(nowhere,)))
    assert answer.abstained
    assert answer.follows == nowhere.question


def test_a_question_that_stands_alone_after_all_is_answered_alone(answerer: ArticleAnswerer) -> None:
    nowhere = Turn("Who won the football world cup in 2022?")
    answer = answerer.answer(Question("And how many cars does the ferry carry?", earlier=(nowhere,)))
    assert any("120" in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What did the mayor say?", True),
        ("ماذا قال رئيس البلدية؟", True),
        ("What did Anna Berg say?", False),
        ("What happened in 2019?", False),
        ("What did the mayor of the town say about the new bridge over the river?", False),
    ],
)
def test_a_short_question_without_a_name_may_lean(text: str, expected: bool) -> None:
    assert may_lean(text) is expected


@pytest.mark.parametrize("text", ["renten", "Havbris", "harbour fire", "سعر الفائدة", "incendie au tunnel"])
def test_a_few_words_may_be_no_question(text: str) -> None:
    assert asks_nothing(text)


@pytest.mark.parametrize("text", ["", "?", "renten?", "why", "hvem vant", "من فاز", "the new bridge over the river"])
def test_what_asks_or_is_long_is_no_search(text: str) -> None:
    assert not asks_nothing(text)
