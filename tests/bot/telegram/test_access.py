import pytest

from bot.memory import Chat, Person, Role
from bot.settings import BotSettings
from bot.telegram.access import Access, access_of
from bot.telegram.context import Visitor

CLOSED = Access(public=False, admin_ids=frozenset({1}), allowed_chats=frozenset({-5, 50}))
OPEN = Access(public=True, admin_ids=frozenset(), allowed_chats=frozenset())


def visitor(person: Person | None, chat: int, *, admitted: bool = False) -> Visitor:
    return Visitor(person, Chat(chat, admitted=admitted), private=chat > 0)


@pytest.mark.parametrize(
    ("who", "inside"),
    [
        (visitor(Person(9), 9), False),
        (visitor(Person(9, Role.MEMBER), 9), True),
        (visitor(Person(9, Role.ADMIN), 9), True),
        (visitor(Person(1), 1), True),
        (visitor(Person(50), 50), True),
        (visitor(Person(9), -5), True),
        (visitor(None, -5), True),
        (visitor(Person(9), -6), False),
        (visitor(None, -6), False),
        (visitor(Person(9), -6, admitted=True), True),
        (visitor(None, -6, admitted=True), True),
        (visitor(Person(9, Role.MEMBER), -6), False),
        (visitor(Person(9, Role.ADMIN), -6), True),
        (visitor(Person(1), -6), True),
    ],
)
def test_who_may_ask(who: Visitor, inside: bool) -> None:
    assert CLOSED.admits(who) is inside
    assert OPEN.admits(who)


def test_who_is_an_admin() -> None:
    assert CLOSED.is_admin(visitor(Person(1), 1))
    assert CLOSED.is_admin(visitor(Person(9, Role.ADMIN), -6))
    assert not CLOSED.is_admin(visitor(Person(9, Role.MEMBER), 9))
    assert not CLOSED.is_admin(visitor(None, -5))


def test_what_the_settings_fix() -> None:
    assert [CLOSED.is_fixed(number) for number in (1, -5, 9)] == [True, True, False]


def test_the_default_is_closed() -> None:
    assert access_of(BotSettings(access="private")).public is False
    assert access_of(BotSettings(access="public", admin_ids=frozenset({3}))) == Access(
        public=True, admin_ids=frozenset({3}), allowed_chats=frozenset()
    )


@pytest.mark.parametrize(
    ("private", "own", "group", "client", "chosen", "hint", "texts"),
    [
        (True, "ar", "nb", "en", "ar", "en", "ar"),
        (False, "ar", "nb", "en", "nb", "en", "nb"),
        (False, "ar", None, "en", "ar", "en", "ar"),
        (True, None, None, "no-NO", None, "nb", "nb"),
        (True, None, None, "de", None, "de", "en"),
        (True, None, None, None, None, None, "en"),
    ],
)
def test_which_language_is_spoken(
    private: bool, own: str, group: str, client: str, chosen: str, hint: str, texts: str
) -> None:
    who = Visitor(Person(9, language=own), Chat(-6, language=group), private, client)
    assert (who.chosen, who.hint, who.texts.language) == (chosen, hint, texts)
