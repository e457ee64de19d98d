"""Choosing: one to three sentences, nothing twice, numbers for numbers, another language where it is as near."""

from dataclasses import replace

import pytest

from bot.answers.confidence_by_vectors import confidence
from bot.answers.expectation import Expectation
from bot.answers.extractive import Candidate
from bot.answers.selection_by_vectors import MARGIN, MOST_STATEMENTS, choose


def _like(candidate: Candidate, text: str, score: float, *, expected: bool = True) -> Candidate:
    return replace(candidate, text=text, score=score, expected=expected)


def _in(language: str, candidate: Candidate) -> Candidate:
    stored = candidate.found.stored
    passage = replace(stored.passage, language=language)
    return replace(candidate, found=replace(candidate.found, stored=replace(stored, passage=passage)))


def test_a_question_for_a_number_is_answered_with_numbers(candidates: list[Candidate]) -> None:
    chosen = choose(candidates, Expectation.NUMBER)
    assert any("120" in each.text or "118" in each.text for each in chosen)
    assert all(each.expected for each in chosen)


def test_sentences_far_below_the_best_are_not_shown(candidates: list[Candidate]) -> None:
    texts = ("The bridge is long.", "A museum of clocks opened.", "Nobody saw the herring.")
    ranked = [_like(candidates[0], text, 1 - i * 0.9 * MARGIN) for i, text in enumerate(texts)]
    assert [each.text for each in choose(ranked)] == list(texts[:2])


def test_no_more_than_three_and_nothing_twice(candidates: list[Candidate]) -> None:
    texts = ("Alpha beta.", "Alpha beta!", "Gamma delta.", "Epsilon zeta.", "Eta theta.")
    chosen = choose([_like(candidates[0], text, 1.0) for text in texts])
    assert [each.text for each in chosen] == ["Alpha beta.", "Gamma delta.", "Epsilon zeta."]
    assert len(chosen) == MOST_STATEMENTS


def test_a_sentence_of_the_expected_kind_is_no_excuse_for_a_poor_one(candidates: list[Candidate]) -> None:
    best = _like(candidates[0], "It is where it was.", 1.0, expected=False)
    poor = _like(candidates[0], "There are 12 of them.", 0.6)
    assert choose([best, poor], Expectation.NUMBER) == [best]


def test_a_time_may_be_told_without_a_date_where_a_number_may_not(candidates: list[Candidate]) -> None:
    best = _like(candidates[0], "It opened after seven years.", 1.0, expected=False)
    dated = _like(candidates[0], "It was built in 1811.", 0.85)
    assert choose([best, dated], Expectation.TIME)[0] is best
    assert choose([best, dated], Expectation.NUMBER)[0] is dated


@pytest.mark.parametrize(("relevance", "heard"), [(0.45, True), (0.30, False)])
def test_another_language_is_heard_if_it_is_about_as_near(
    candidates: list[Candidate], relevance: float, heard: bool
) -> None:
    texts = ("Alpha beta.", "Gamma delta.", "Epsilon zeta.")
    own = [_in("nb", replace(_like(candidates[0], text, 1.0), relevance=0.5)) for text in texts]
    other = _in("ar", replace(_like(candidates[0], "Eta theta.", 0.6), relevance=relevance))
    chosen = [each.text for each in choose([*own, other])]
    assert chosen == (["Alpha beta.", "Gamma delta.", "Eta theta."] if heard else list(texts))


def test_nothing_to_choose_from_is_no_confidence() -> None:
    assert choose([]) == []
    assert confidence([], "en") == 0.0
