"""The registry of callbacks: which buttons there are, what their data holds, who may press them, what handles them.

From it `app` makes the handlers with their patterns, `api/taps` the checks before them, and the views the data of each
button: "name:value:value", at most 64 bytes (core.telegram.org/bots/api#inlinekeyboardbutton) that still mean the same
after a restart. A new button is a line here, and a method of a handler that takes the `Tap`. Pure.
"""

import re
from dataclasses import dataclass
from enum import Enum

from bot.telegram.arguments.time_zones import OFFERED
from bot.texts import LANGUAGES

AUTOMATIC = "auto"
"""The choice of no language, for LANGUAGE."""
AS_SUBJECT = "about"
"""Doubtful words are a subject, for SURE and SURE_NOW; what else SURE may carry is a time zone."""
_ID, _NUMBER, _PAGE = "[0-9]{1,18}", "[0-9]{1,4}", "[0-9]{1,6}"


class ButtonSubject(Enum):
    """What a button is about; its first value is the id of that. It must be kept still, and belong to this chat."""

    NOTHING = "nothing"
    ANSWER = "answer"
    BRIEFING = "briefing"


class Presser(Enum):
    """Who may press a button."""

    ANYBODY = "anybody"
    """Whoever sees it."""
    GROUP_ADMIN = "group_admin"
    """In a group one of its administrators, in private whoever it is."""
    BOT_ADMIN = "bot_admin"
    """One of the bot's admins, in private."""
    EDITOR = "editor"
    """One of the bot's editors, or admins."""
    OWNER = "owner"
    """The person whose id is its last value."""


@dataclass(frozen=True, slots=True)
class Callback:
    """One kind of button.

    Attributes:
        name: What its data begins with; buttons in old messages hold it, so it does not change.
        handler: The method of a feature that handles it; it takes a Tap and the Context.
        values: A regular expression for each value.
        about: What it is about.
        presser: Who may press it.
        refusal: Key of the text for who may not.
        instead: The command that this text names, if it names one.
    """

    name: str
    handler: str
    values: tuple[str, ...]
    about: ButtonSubject = ButtonSubject.NOTHING
    presser: Presser = Presser.ANYBODY
    refusal: str = "subscribe.admins_only"
    instead: str = ""

    @property
    def pattern(self) -> re.Pattern[str]:
        """What all of its data matches, with a group for each value."""
        values = "".join(f":({value})" for value in self.values)
        return re.compile(rf"\A{re.escape(self.name)}{values}\Z", re.ASCII)

    def data(self, *values: int | str) -> str:
        """Give the data of a button with these values.

        Raises:
            ValueError: A press of this button would not be understood.
        """
        data = ":".join([self.name, *map(str, values)])
        if self.pattern.match(data) is None:
            raise ValueError(f"{data!r} is no data of the button {self.name!r}.")
        return data

    def read(self, data: str | None) -> tuple[str, ...] | None:
        """Give the values that data holds; None if it is not of this kind."""
        found = self.pattern.match(data or "")
        return found.groups() if found else None


CITATION = Callback("cite", "on_citation", (_ID, _NUMBER), ButtonSubject.ANSWER)
"""The passage of a citation, in its surroundings."""
CITED_FILE = Callback("file", "on_cited_file", (_ID, _NUMBER), ButtonSubject.ANSWER)
"""The file of a citation."""
NEAREST_PASSAGE = Callback("near", "on_nearest", (_ID, _NUMBER), ButtonSubject.ANSWER)
"""One of the passages found, by its 1-based place, in its surroundings."""
NEAREST_FILE = Callback("copy", "on_nearest_file", (_ID, _NUMBER), ButtonSubject.ANSWER)
"""The file of such a passage."""
GO_ON = Callback("next", "on_go_on", (_ID, _NUMBER), ButtonSubject.ANSWER)
"""The articles of a list that were not told yet."""
FURTHER = Callback("rest", "on_further", (_ID, _NUMBER), ButtonSubject.ANSWER)
"""The passages that were found beside those cited."""
VOTE = Callback("vote", "on_vote", (_ID, "[01]"), ButtonSubject.ANSWER)
"""The answer helped (1) or did not (0)."""
DROP = Callback("drop", "on_drop", (_ID, _NUMBER), ButtonSubject.ANSWER)
"""The question again, without the condition at a 1-based place."""
SHOW = Callback("show", "on_show", (_ID, _NUMBER), ButtonSubject.ANSWER)
"""The answer, where it may not have arrived."""
EXAMPLE = Callback("try", "on_example", ("[0-9]",))
"""A question that was offered, as the button itself says it."""

WATCH = Callback("watch", "on_watch", (_ID, _NUMBER), ButtonSubject.ANSWER)
"""A word when a declined question is answered, or no longer."""
UNWATCH = Callback(
    "unwatch", "on_unwatch", (_ID, _ID), presser=Presser.OWNER, refusal="watching.not_yours", instead="/watching"
)
"""The same, in the list of what one watches: the id of the answer, and whose list it is."""

MORE = Callback("more", "on_more", (_ID, _NUMBER), ButtonSubject.BRIEFING)
"""The rest of a briefing; how many entries were shown."""
TOLD = Callback("told", "on_told", (_ID, _NUMBER), ButtonSubject.BRIEFING)
"""The passage of a citation in a briefing, in its surroundings."""
TOLD_FILE = Callback("tofi", "on_told_file", (_ID, _NUMBER), ButtonSubject.BRIEFING)
"""The file of such a citation."""
FOLLOW = Callback("follow", "on_follow", (_ID, _NUMBER), ButtonSubject.BRIEFING, Presser.GROUP_ADMIN)
"""More of a story: that of the entry at a 1-based place, as in ASK_ABOUT."""
ASK_ABOUT = Callback("about", "on_ask_about", (_ID, _NUMBER), ButtonSubject.BRIEFING)
"""Questions about a story."""
SURE_NOW = Callback("now", "on_sure_now", (AS_SUBJECT,))
"""How doubtful words behind /brief were meant."""
SURE = Callback("sure", "on_sure", (f"{AS_SUBJECT}|[A-Za-z0-9_+/-]{{1,50}}",), presser=Presser.GROUP_ADMIN)
"""How doubtful words behind /subscribe were meant."""
ZONE = Callback("zone", "on_zone_chosen", (f"[0-{len(OFFERED) - 1}]",), presser=Presser.GROUP_ADMIN)
"""A time zone, by its place among those offered."""
SUBSCRIPTIONS_PAGE = Callback("subs", "on_subscriptions_page", (_PAGE,))
"""A page of the subscriptions."""

SOURCES_PAGE = Callback("list", "on_sources_page", (_PAGE,))
"""A page of the articles."""
LANGUAGE = Callback(
    "lang",
    "on_language_chosen",
    ("|".join((*LANGUAGES, AUTOMATIC)),),
    presser=Presser.GROUP_ADMIN,
    refusal="language.admins_only",
)
"""What the bot is to speak."""

ERASE = Callback(
    "erase", "on_erase", (_ID,), presser=Presser.OWNER, refusal="deletemydata.not_yours", instead="/deletemydata"
)
"""All that is stored of a person, by their id."""

ADMIT = Callback(
    "admit", "on_admit_tapped", ("-?[0-9]{1,16}",), presser=Presser.BOT_ADMIN, refusal="access.admins_only"
)
"""To let in a person (positive id) or a group (negative id)."""
UNANSWERED_PAGE = Callback(
    "gaps", "on_unanswered_page", (_PAGE,), presser=Presser.BOT_ADMIN, refusal="access.admins_only"
)
"""A page of what the articles did not answer."""
LOG_PAGE = Callback("log", "on_log_page", (_PAGE,), presser=Presser.BOT_ADMIN, refusal="access.admins_only")
"""A page of what admins did."""

GONE = Callback("gone", "on_gone", ("[0-9a-f]{16}",), presser=Presser.BOT_ADMIN, refusal="access.admins_only")
"""Articles that are missed in the watched folder are to go, by a hash of their sources."""

PUBLISH = Callback("publish", "on_publish", (_ID,), presser=Presser.EDITOR, refusal="desk.editors_only")
"""A draft as it is, by its id."""
REPLACE = Callback("replace", "on_replace", (_ID, "[1-9]"), presser=Presser.EDITOR, refusal="desk.editors_only")
"""A draft in the place of an article that says the same, by its 1-based place among those shown."""
REJECT = Callback("reject", "on_reject", (_ID,), presser=Presser.EDITOR, refusal="desk.editors_only")
"""A draft not at all."""
CHANGE = Callback(
    "change", "on_change", (_ID, "title|date|outlet|language"), presser=Presser.EDITOR, refusal="desk.editors_only"
)
"""What is said of a draft: one of its fields."""
UNDO = Callback("undo", "on_undo", (_ID,), presser=Presser.EDITOR, refusal="desk.editors_only")
"""What was done with a draft, for a while."""
WITHDRAW = Callback(
    "withdraw", "on_withdraw_chosen", ("[0-9a-f]{16}",), presser=Presser.EDITOR, refusal="desk.editors_only"
)
"""An article to be taken out, by a hash of its source."""

CALLBACKS = tuple(it for it in list(globals().values()) if isinstance(it, Callback))
"""All of them."""
