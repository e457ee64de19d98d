"""Drafts of the editor's desk, on SQLite and PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.desk.draft import WAITING, ArticleDraft, DraftState, StatedFields
from bot.memory import Memory

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SAID = StatedFields(outlet="Harbour Wire", published=date(2024, 3, 1))
SENT = ArticleDraft(0, "1f3a9c", 5, 5, NOW, DraftState.OPEN, "article.txt", SAID)


def test_a_message_that_is_handled_again_gives_the_same_draft(memory: Memory) -> None:
    first, new = memory.drafts.add(SENT, 11)
    again, newer = memory.drafts.add(replace(SENT, name="other.txt"), 11)
    assert (new, newer) == (True, False)
    assert again == first == replace(SENT, id=first.id)
    assert memory.drafts.get(first.id) == first


def test_an_album_is_one_draft_in_its_chat(memory: Memory) -> None:
    first, _ = memory.drafts.add(SENT, 11, "album1")
    second, new = memory.drafts.add(SENT, 12, "album1")
    elsewhere, newer = memory.drafts.add(replace(SENT, chat_id=6), 12, "album1")
    assert (second.id, new) == (first.id, False)
    assert newer
    assert elsewhere.id != first.id


def test_of_two_who_press_at_once_one_is_first(memory: Memory) -> None:
    draft, _ = memory.drafts.add(SENT, 11)
    with ThreadPoolExecutor(8) as pool:
        claimed = list(
            pool.map(
                lambda who: memory.drafts.claim(draft.id, WAITING, DraftState.PUBLISHING, acted_by=who), range(1, 9)
            )
        )
    winners = [it for it in claimed if it]
    assert len(winners) == 1
    assert memory.drafts.get(draft.id) == winners[0]
    assert memory.drafts.change(draft.id, stated=StatedFields(title="Too late")) is None


def test_what_is_not_finished_is_found_again(memory: Memory) -> None:
    assert memory.drafts.proposals_of(5) == 0
    drafts = [memory.drafts.add(SENT, number)[0] for number in range(1, 5)]
    waiting, claimed, published, done = drafts
    memory.drafts.claim(claimed.id, WAITING, DraftState.PUBLISHING)
    memory.drafts.claim(published.id, WAITING, DraftState.PUBLISHED)
    memory.drafts.claim(done.id, WAITING, DraftState.PUBLISHED, indexed=True)
    assert [it.id for it in memory.drafts.unfinished()] == [claimed.id, published.id]
    assert memory.drafts.change(waiting.id, pictures=2, stated=StatedFields(title="Ferry"))
    assert memory.drafts.get(waiting.id) == replace(waiting, pictures=2, stated=StatedFields(title="Ferry"))


def test_messages_lead_to_their_draft(memory: Memory) -> None:
    draft, _ = memory.drafts.add(SENT, 11)
    memory.drafts.show(draft.id, 5, 12)
    memory.drafts.show(draft.id, 5, 13, "title")
    memory.drafts.show(draft.id, 6, 12)
    assert memory.drafts.shown_in(5, 13) == (draft, "title")
    assert memory.drafts.shown_in(5, 14) is None
    assert memory.drafts.messages_of(draft.id) == [(5, 12), (6, 12)]


def test_old_drafts_are_forgotten_but_not_those_under_way(memory: Memory) -> None:
    old, underway = memory.drafts.add(SENT, 11)[0], memory.drafts.add(SENT, 12)[0]
    memory.drafts.show(old.id, 5, 12)
    memory.drafts.claim(underway.id, WAITING, DraftState.PUBLISHING)
    assert memory.drafts.forget(NOW) == []
    assert memory.drafts.forget(NOW + timedelta(seconds=1)) == ["1f3a9c"]
    assert memory.drafts.shown_in(5, 12) is None
    assert memory.drafts.get(underway.id) is not None
