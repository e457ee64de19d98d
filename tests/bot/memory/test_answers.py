import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

from bot.answers.answer import Answer, Disagreement, NearestPassage, Notice, Voice
from bot.facts.contradictions import ContradictionKind
from bot.memory import Memory
from bot.quotes.citation import Citation, Statement

CITATION = Citation(
    number=1,
    source="nord/2024-havn.txt",
    content_hash="ab" * 32,
    start=12,
    end=48,
    first_line=2,
    last_line=3,
    quote="Havnen åpner igjen \x00 i «mai».\nالميناء 🚢",
    language="nb",
    title="Havnen",
    outlet="Nordavis",
    published=date(2024, 5, 2),
)
ANSWER = Answer(
    question="Når åpner havnen?",
    language="nb",
    statements=(Statement("Havnen åpner i mai.", (1,)),),
    citations=(CITATION,),
    passages=(
        NearestPassage(source="a.txt", first_line=1, last_line=2, quote="…", score=0.5, language="nb", title="A"),
    ),
    abstained=False,
    notices=(Notice.SHORTENED,),
    seconds=0.25,
)
CHAT = -1001234567890123


def test_an_answer_comes_back_whole(memory: Memory) -> None:
    answer_id = memory.answers.save(CHAT, 5, 10, ANSWER)
    memory.answers.note_messages(answer_id, [11, 12])
    stored = memory.answers.get(answer_id)
    assert stored is not None
    assert stored.answer == ANSWER
    assert (stored.id, stored.chat_id, stored.topic, stored.question_message) == (answer_id, CHAT, 5, 10)
    assert stored.messages == (11, 12)
    assert memory.answers.find(CHAT, 10) == stored


def test_a_row_of_before_disagreements_is_still_read(memory: Memory, url: URL) -> None:
    differing = replace(ANSWER, disagreements=(Disagreement(ContradictionKind.PLACE, (1,), (1,)),))
    answer_id = memory.answers.save(CHAT, None, 10, differing)
    stored = memory.answers.get(answer_id)
    assert stored is not None
    assert stored.answer == differing
    engine = create_engine(url)
    part = ',"disagreements":[{"kind":"place","one":[1],"other":[1],"values":null}]'
    with engine.begin() as connection:
        connection.execute(text("UPDATE answers SET answer = replace(answer, :part, '')"), {"part": part})
    engine.dispose()
    stored = memory.answers.get(answer_id)
    assert stored is not None
    assert stored.answer == ANSWER


def test_a_row_of_before_voices_highlights_addresses_and_quotations_is_still_read(memory: Memory, url: URL) -> None:
    place: Any = {"url": "https://nord.example/1", "added": date(2024, 5, 3)}
    whole = replace(
        ANSWER,
        statements=(replace(ANSWER.statements[0], highlights=((0, 6),)),),
        citations=(replace(CITATION, highlights=((0, 6), (19, 20)), **place),),
        passages=(replace(ANSWER.passages[0], outlet="Nordavis", published=date(2024, 5, 2), **place),),
        voice=Voice.UNSURE,
        confidence=0.5,
    )
    answer_id = memory.answers.save(CHAT, None, 10, whole)
    stored = memory.answers.get(answer_id)
    assert stored is not None
    assert stored.answer == whole
    engine = create_engine(url)
    with engine.begin() as connection:
        row = json.loads(connection.execute(text("SELECT answer FROM answers")).scalar_one())
        for new, held in (
            (("voice", "confidence"), [row]),
            (("highlights",), row["statements"]),
            (("highlights", "url", "added"), row["citations"]),
            (("outlet", "published", "url", "added"), row["passages"]),
        ):
            for one in held:
                for name in new:
                    del one[name]
        for passage in row["passages"]:
            passage["text"] = passage.pop("quote")
        connection.execute(text("UPDATE answers SET answer = :old"), {"old": json.dumps(row)})
    engine.dispose()
    stored = memory.answers.get(answer_id)
    assert stored is not None
    assert stored.answer == ANSWER


def test_a_row_of_before_translations_is_still_read(memory: Memory, url: URL) -> None:
    answer_id = memory.answers.save(CHAT, None, 10, replace(ANSWER, citations=(replace(CITATION, translation="x"),)))
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("""UPDATE answers SET answer = replace(answer, ',"translation":"x"', '')"""))
    engine.dispose()
    stored = memory.answers.get(answer_id)
    assert stored is not None
    assert stored.answer == ANSWER


def test_a_new_answer_to_the_same_message_takes_the_place_of_the_old(memory: Memory) -> None:
    first = memory.answers.save(CHAT, None, 10, ANSWER)
    memory.answers.note_messages(first, [11])
    later = replace(ANSWER, question="Hvorfor?")
    assert memory.answers.save(CHAT, None, 10, later) == first
    stored = memory.answers.get(first)
    assert stored is not None
    assert (stored.answer, stored.messages) == (later, (11,))


def test_chats_do_not_share_message_ids(memory: Memory) -> None:
    assert memory.answers.save(CHAT, None, 10, ANSWER) != memory.answers.save(7, None, 10, ANSWER)


def test_what_was_never_stored_is_not_found(memory: Memory) -> None:
    assert memory.answers.get(99) is None
    assert memory.answers.find(CHAT, 99) is None
    memory.answers.note_messages(99, [1])


def test_an_answer_that_this_version_cannot_read_counts_as_forgotten(
    memory: Memory, url: URL, caplog: pytest.LogCaptureFixture
) -> None:
    answer_id = memory.answers.save(CHAT, None, 10, ANSWER)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("""UPDATE answers SET answer = '{"question": 1}'"""))
    engine.dispose()
    assert memory.answers.get(answer_id) is None
    assert "cannot be read" in caplog.text


def test_declined_questions_come_newest_first(memory: Memory) -> None:
    declined = replace(ANSWER, statements=(), citations=(), abstained=True)
    memory.answers.save(CHAT, None, 10, replace(declined, question="Hvem vant?"))
    memory.answers.save(CHAT, None, 11, replace(ANSWER, question='Står "abstained":true her?'))
    memory.answers.save(7, None, 10, replace(declined, question="Hvem tapte?"))
    memory.answers.save(CHAT, None, 12, declined)
    memory.answers.save(CHAT, None, 12, ANSWER)
    first, second = memory.answers.declined()
    assert (first.question, second.question) == ("Hvem tapte?", "Hvem vant?")
    assert first.asked_at >= second.asked_at
    assert first.notices == ANSWER.notices


def test_the_latest_answer_of_a_topic_is_found_while_it_is_recent(memory: Memory) -> None:
    now = datetime.now(UTC)
    memory.answers.save(CHAT, 5, 10, ANSWER)
    newest = memory.answers.save(CHAT, 5, 11, replace(ANSWER, question="Hvorfor?"))
    memory.answers.save(CHAT, None, 12, ANSWER)
    found = memory.answers.latest(CHAT, 5, now - timedelta(minutes=1), 20)
    assert found is not None
    assert found.id == newest
    assert memory.answers.latest(CHAT, 5, now + timedelta(minutes=1), 20) is None
    assert memory.answers.latest(CHAT, 6, now - timedelta(minutes=1), 20) is None


def test_what_is_forgotten_is_leant_on_no_more_but_opens_still(memory: Memory) -> None:
    answer_id = memory.answers.save(CHAT, 5, 10, ANSWER)
    memory.answers.note_messages(answer_id, [11, 12])
    shown = memory.answers.shown_in(CHAT, 12)
    assert shown is not None
    assert shown.id == answer_id
    assert memory.answers.shown_in(CHAT, 13) is None
    memory.answers.forget(CHAT, None)
    assert memory.answers.shown_in(CHAT, 12) is not None
    memory.answers.forget(CHAT, 5)
    assert memory.answers.shown_in(CHAT, 12) is None
    assert memory.answers.latest(CHAT, 5, datetime.now(UTC) - timedelta(minutes=1), 20) is None
    assert memory.answers.get(answer_id) is not None


def test_a_declined_follow_up_is_listed_with_the_question_that_it_leans_on(memory: Memory) -> None:
    leaning = replace(ANSWER, question="Og hvorfor?", follows="Hvem vant?", abstained=True, statements=(), citations=())
    memory.answers.save(CHAT, None, 10, leaning)
    assert [one.question for one in memory.answers.declined()] == ["Hvem vant? Og hvorfor?"]


def test_a_chat_speaks_the_language_of_most_of_its_last_questions(memory: Memory) -> None:
    assert memory.answers.language_of(CHAT) is None
    spoken = []
    for number, language in enumerate(["nb", "ar", "ar", "nb", *["de"] * 20]):
        memory.answers.save(CHAT, None, number, replace(ANSWER, language=language))
        spoken.append(memory.answers.language_of(CHAT))
    assert spoken[:4] == [None, None, "ar", "nb"]
    assert spoken[-1] == "de"
    assert memory.answers.language_of(7) is None
