import json
from dataclasses import replace

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

from bot.memory import Memory, StoredAnswer, Versions
from bot.memory.voted_questions import question_lines
from tests.bot.memory.test_answers import ANSWER, CHAT

VERSIONS = Versions("1.0", "packaged", None)
ANN, BEN, CLEO = 1, 2, 3


def stored(memory: Memory, question_message: int = 10) -> StoredAnswer:
    kept = memory.answers.get(memory.answers.save(CHAT, None, question_message, ANSWER))
    assert kept is not None
    return kept


def test_each_person_has_one_vote_that_changes_and_goes(memory: Memory) -> None:
    answer = stored(memory)
    assert memory.votes.vote(answer, ANN, True, VERSIONS)
    assert memory.votes.vote(answer, BEN, True, VERSIONS)
    assert memory.votes.vote(answer, ANN, False, VERSIONS)
    assert sorted(vote.helpful for vote in memory.votes.all()) == [False, True]
    assert not memory.votes.vote(answer, ANN, False, VERSIONS)
    (vote,) = memory.votes.all()
    assert (vote.helpful, vote.answer, vote.versions) == (True, ANSWER, VERSIONS)


def test_a_vote_keeps_the_answer_as_it_was(memory: Memory) -> None:
    answer = stored(memory)
    memory.votes.vote(answer, ANN, True, VERSIONS)
    memory.answers.save(CHAT, None, 10, replace(ANSWER, question="Hvorfor?"))
    changed = memory.answers.get(answer.id)
    assert changed is not None
    assert memory.votes.vote(changed, BEN, False, VERSIONS)
    assert [vote.answer.question for vote in memory.votes.all()] == [ANSWER.question, "Hvorfor?"]
    assert memory.votes.vote(changed, ANN, True, VERSIONS)  # On what it says now: not taken back, given anew.
    assert {vote.answer.question for vote in memory.votes.all()} == {"Hvorfor?"}


def test_the_majority_decides_what_is_expected_and_a_tie_does_not(memory: Memory) -> None:
    first, second = stored(memory, 10), stored(memory, 20)
    for answer, person, helpful in ((first, ANN, True), (first, BEN, False), (first, CLEO, True)):
        memory.votes.vote(answer, person, helpful, VERSIONS)
    for person, helpful in ((ANN, True), (BEN, False)):
        memory.votes.vote(second, person, helpful, VERSIONS)
    liked, tied = map(json.loads, question_lines(memory.votes.all()))
    assert (liked["source"], liked["helped"], liked["did_not_help"]) == (["nord/2024-havn.txt"], 2, 1)
    assert liked["passages"] == ["a.txt:1-2"]
    assert liked["content_hashes"] == {"nord/2024-havn.txt": "ab" * 32}
    assert not {"source", "words"} & tied.keys()
    assert tied["answered"] == liked["words"]


def test_a_vote_on_an_answer_that_cannot_be_read_is_left_out(memory: Memory, url: URL) -> None:
    memory.votes.vote(stored(memory), ANN, True, VERSIONS)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE votes SET answer = '{}'"))
    engine.dispose()
    assert memory.votes.all() == []


def test_a_follow_up_is_written_with_the_question_that_it_leans_on(memory: Memory) -> None:
    answer = replace(ANSWER, question="And when?", follows="Was the harbour closed?")
    kept = memory.answers.get(memory.answers.save(CHAT, None, 10, answer))
    assert kept is not None
    memory.votes.vote(kept, ANN, True, VERSIONS)
    (row,) = map(json.loads, question_lines(memory.votes.all()))
    assert row["question"] == "Was the harbour closed? And when?"
