"""The people and chats that `python -m bot preview` opens with: three languages, a group and a forum."""

from bot.preview.driver import Preview
from bot.preview.person import Person
from bot.preview.state import ChatKind

GROUP = "Newsroom"
FORUM = "Desks"
TOPICS = ("Economy", "Transport", "Culture")


def bring_in(preview: Preview) -> tuple[Person, ...]:
    """An Arabic, a Norwegian and an English speaker, in one group and one forum with the bot."""
    people = (
        preview.user("عائشة", language="ar", username="aicha"),
        preview.user("Nora", language="nb"),
        preview.user("Sam", language="en"),
    )
    preview.chat(GROUP, members=people, admins=people[1:2], kind=ChatKind.SUPERGROUP)
    preview.chat(FORUM, members=people, admins=people[1:2], topics=TOPICS)
    return people
