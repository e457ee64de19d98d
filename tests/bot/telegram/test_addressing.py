from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Chat, ForumTopicCreated, Message, MessageEntity, MessageOriginUser, TextQuote, User

from bot.telegram.addressing import Command, Me, answers, command_in, is_addressed, question_in, topic_of

ME = Me(7, "Kilde_Bot")
BOT = User(7, "Kilde", is_bot=True, username="Kilde_Bot")
OLA = User(1, "Ola", is_bot=False)
GROUP, PRIVATE = Chat(-100, "supergroup"), Chat(1, "private")
NOW = datetime(2024, 3, 1, tzinfo=UTC)


def message(text: str | None, *entities: MessageEntity, chat: Chat = GROUP, **more: object) -> Message:
    return Message(3, NOW, chat, from_user=OLA, text=text, entities=entities, **more)  # type: ignore[arg-type]


def entity(kind: str, text: str, part: str, user: User | None = None) -> MessageEntity:
    before = text[: text.index(part)].encode("utf-16-le")
    return MessageEntity(kind, len(before) // 2, len(part.encode("utf-16-le")) // 2, user=user)


def replying(to: Message, text: str = "og hvorfor?") -> Message:
    return message(text, reply_to_message=to)


FROM_BOT = Message(2, NOW, GROUP, from_user=BOT, text="svar")
OPENED = Message(2, NOW, GROUP, from_user=BOT, forum_topic_created=ForumTopicCreated("Olje", 1))


def test_in_private_every_text_is_a_question() -> None:
    assert question_in(message("Hei", chat=PRIVATE), ME) == "Hei"
    assert question_in(message(None, chat=PRIVATE, caption="Hva er dette?"), ME) == "Hva er dette?"
    assert question_in(message(None, chat=PRIVATE), ME) == ""


@pytest.mark.parametrize("text", ["🚢🚢 @kilde_bot: når åpner havnen?", "når åpner havnen? @KILDE_BOT"])
def test_a_mention_is_found_beside_emoji_and_taken_out(text: str) -> None:
    name = next(word.rstrip(":") for word in text.split() if word.startswith("@"))
    asked = question_in(message(text, entity("mention", text, name)), ME)
    assert asked is not None
    assert "når åpner havnen?" in asked
    assert "@" not in asked


def test_a_mention_by_id_and_one_in_a_caption_count() -> None:
    text = "Kilde, når?"
    assert question_in(message(text, entity("text_mention", text, "Kilde", BOT)), ME) == "når?"
    caption = message(None, caption="@kilde_bot når?", caption_entities=[entity("mention", "@kilde_bot", "@kilde_bot")])
    assert question_in(caption, ME) == "når?"


def test_other_mentions_and_look_alikes_do_not_count() -> None:
    for text, part in [("@kilde_bot2 når?", "@kilde_bot2"), ("@ola når?", "@ola")]:
        assert question_in(message(text, entity("mention", text, part)), ME) is None
    assert question_in(message("skriv til post@kilde_bot.no"), ME) is None
    assert question_in(message("Kilde når?", entity("text_mention", "Kilde når?", "Kilde", OLA)), ME) is None


def test_a_reply_to_the_bot_counts_and_the_opening_of_a_topic_does_not() -> None:
    assert question_in(replying(FROM_BOT), ME) == "og hvorfor?"
    assert answers(replying(FROM_BOT), ME)
    assert question_in(replying(OPENED), ME) is None
    assert question_in(replying(Message(2, NOW, GROUP, from_user=OLA, text="?")), ME) is None


def test_a_bare_mention_asks_what_it_replies_to() -> None:
    said = Message(2, NOW, GROUP, from_user=OLA, text="Når åpner havnen?")
    mention = entity("mention", "@kilde_bot", "@kilde_bot")
    assert question_in(message("@kilde_bot", mention, reply_to_message=said), ME) == "Når åpner havnen?"
    assert question_in(message("@kilde_bot", mention, reply_to_message=FROM_BOT), ME) == ""
    assert question_in(message("@kilde_bot", mention), ME) == ""


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/ask@Kilde_Bot  Når?\nOg hvor?", Command("ask", "Når?\nOg hvor?", mine=True)),
        ("/ASK", Command("ask", "", mine=True)),
        ("/ask@other_bot Når?", Command("ask", "Når?", mine=False)),
    ],
)
def test_commands(text: str, command: Command) -> None:
    said = message(text, entity("bot_command", text, text.split()[0]))
    assert command_in(said, ME) == command
    assert question_in(said, ME) == (command.argument if command.mine else None)
    assert is_addressed(said, ME) == command.mine


def test_a_command_in_the_middle_is_none() -> None:
    assert command_in(message("se /help", entity("bot_command", "se /help", "/help")), ME) is None


def test_only_forum_topics_are_topics() -> None:
    assert topic_of(message("?", message_thread_id=5, is_topic_message=True)) == 5
    assert topic_of(message("?", message_thread_id=5)) is None


SEPARATORS = ("\u00a0", "\u200f", ": ", ", ", "\u2069 ", "\n", ":\u00a0", "،", " … ", "\u200f\u00a0")


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("before", ["", "\u2068", "\u200f \u2067", "\n"])
def test_a_command_is_what_telegram_marks_whatever_stands_around_it(before: str, separator: str) -> None:
    text = f"{before}/ask{separator}Når åpner havnen?"
    marked = entity("bot_command", text, "/ask")
    assert command_in(message(text, marked), ME) == Command("ask", "Når åpner havnen?", mine=True)
    caption = message(None, caption=text, caption_entities=[marked])
    assert question_in(caption, ME) == "Når åpner havnen?"
    assert question_in(message(text, entity("bold", text, "/ask"), marked), ME) == "Når åpner havnen?"


@given(st.text(), st.sampled_from(SEPARATORS))
def test_no_word_behind_a_command_is_lost(words: str, separator: str) -> None:
    text = f"/ask{separator}{words}"
    command = command_in(message(text, entity("bot_command", text, "/ask")), ME)
    assert command is not None
    kept = [it for it in words if it.isalnum()]
    assert [it for it in command.argument if it.isalnum()] == kept


def test_a_negative_number_keeps_its_sign() -> None:
    command = command_in(message("/admit: -100123", entity("bot_command", "/admit: -100123", "/admit")), ME)
    assert command == Command("admit", "-100123", mine=True)


def test_a_forwarded_command_is_none() -> None:
    origin = MessageOriginUser(NOW, OLA)
    for text in ("/admit 7", "/ask Når?"):
        forwarded = message(text, entity("bot_command", text, text.split()[0]), forward_origin=origin)
        assert command_in(forwarded, ME) is None
        assert question_in(forwarded, ME) is None


def test_a_bare_mention_or_command_asks_what_is_marked() -> None:
    said = Message(2, NOW, GROUP, from_user=OLA, text="Det regner. Når åpner havnen? Ha det.")
    marked = TextQuote("Når åpner havnen?", 12)
    for text, kind in (("@kilde_bot", "mention"), ("/ask", "bot_command")):
        bare = entity(kind, text, text)
        assert question_in(message(text, bare, reply_to_message=said, quote=marked), ME) == "Når åpner havnen?"
        assert question_in(message(text, bare, quote=marked), ME) == "Når åpner havnen?", "from another chat"
        assert question_in(message(text, bare, reply_to_message=FROM_BOT, quote=marked), ME) == "Når åpner havnen?"
    own = message("@kilde_bot hvorfor?", entity("mention", "@kilde_bot hvorfor?", "@kilde_bot"), quote=marked)
    assert question_in(own, ME) == "hvorfor?"


@pytest.mark.parametrize("text", [None, "👍", "❤️‍🔥", "…", "!!!", "\u200f"])
def test_a_reply_without_a_word_asks_nothing_in_a_group(text: str | None) -> None:
    assert question_in(message(text, reply_to_message=FROM_BOT), ME) is None
    assert question_in(message(text, reply_to_message=FROM_BOT, chat=PRIVATE), ME) is not None
