"""How an entry looks that a language model worded."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from bot.briefings.briefing import Briefing, BriefingEntry, numbered
from bot.quotes.citation import Statement
from bot.telegram.views.briefing import briefing_reply, read_briefing, stored_form
from bot.texts import Texts
from tests.bot.telegram.briefings import BRIDGE, FERRY

NOW = datetime(2024, 3, 1, tzinfo=UTC)
WORDED = replace(BRIDGE, statements=(Statement("Havnen åpner <i> mai.", (BRIDGE.citations[0].number,)),))
BRIEFING = Briefing("", NOW, NOW, numbered((FERRY, WORDED)))


def test_statements_stand_above_the_original_words() -> None:
    [page] = briefing_reply(BRIEFING, Texts("nb"), 7, 0, 5).pages
    read = re.sub("[\u200e\u200f\u2060\u2068\u2069]", "", page.plain)
    assert "\nHavnen åpner <i> mai. [2]\n" in read
    before, _, after = read.partition("\n[2] ")
    original = BRIDGE.citations[0].quote.split("\n")[0]
    assert original not in before
    assert original in after
    assert "&lt;i&gt; mai" in page.html
    assert read.count(FERRY.citations[0].quote) == 1


def test_a_briefing_of_before_statements_is_still_read() -> None:
    stored = stored_form(Briefing("", NOW, NOW, (FERRY,)))
    assert read_briefing(stored.replace(',"statements":[]', "")) == Briefing("", NOW, NOW, (FERRY,))
    assert read_briefing(stored_form(BRIEFING)) == BRIEFING


def test_a_text_that_several_outlets_print_is_said_to_be_one() -> None:
    told = replace(FERRY, outlets=("Fjordposten", "Nordavis", "Kystbladet"))
    said = {voices: _read(replace(told, voices=voices)) for voices in (1, 2, 3)}
    assert "Kystbladet · " in said[1]
    assert "the same text" in said[1]
    assert "2 independent texts" in said[2]
    assert not re.search("same text|independent", said[3] + _read(replace(FERRY, outlets=("Nordavis",))))


def _read(entry: BriefingEntry) -> str:
    [page] = briefing_reply(Briefing("", NOW, NOW, (entry,)), Texts("en"), 7, 0, 5).pages
    return re.sub("[\u200e\u200f\u2060\u2068\u2069]", "", page.plain)
