"""Times of day in words, in the languages that newspapers here are written in, and what only looks like one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.clock_words import hours_shown, in_clock_times, names_part_of_day
from bot.facts.number_words import in_figures


def read(text: str, language: str) -> str:
    return in_clock_times(in_figures(text, language), language)


@pytest.mark.parametrize(
    ("text", "language", "time"),
    [
        ("at about half past six on Sunday", "en", "6:30"),
        ("at a quarter to nine", "en", "8:45"),
        ("at ten to one in the afternoon", "en", "12:50"),
        ("at twenty minutes past four", "en", "4:20"),
        ("rundt halv ni lørdag kveld", "nb", "8:30"),
        ("ved halv fire-tiden", "nn", "3:30"),
        ("kvart på fem", "nb", "4:45"),
        ("ti over halv seks om kvelden", "nb", "5:40"),
        ("klockan halv tre", "sv", "2:30"),
        ("kvart i elva", "sv", "10:45"),
        ("klokken fem i tolv", "da", "11:55"),
        ("gegen halb elf", "de", "10:30"),
        ("Viertel nach sechs", "de", "6:15"),
        ("om half negen", "nl", "8:30"),
        ("vers neuf heures et demie", "fr", "9:30"),
        ("à dix heures moins le quart", "fr", "9:45"),
        ("a las cuatro y media", "es", "4:30"),
        ("a las cinco menos cuarto", "es", "4:45"),
        ("в половине пятого", "ru", "4:30"),
        ("без четверти девять", "ru", "8:45"),
        ("o wpół do dziewiątej", "pl", "8:30"),
        ("o godzinie ósmej", "pl", "8:00"),
        ("о пів на шосту", "uk", "5:30"),
        ("saat dokuz buçukta", "tr", "9:30"),
        ("عند الساعة السادسة والنصف مساءً", "ar", "6:30"),
        ("الساعة التاسعة إلا ربعا", "ar", "8:45"),
        ("الساعة الخامسة", "ar", "5:00"),
        ("ساعت شش و نیم", "fa", "6:30"),
        ("בשעה שש וחצי", "he", "6:30"),
        ("下午四点半", "zh", "4:30"),
        ("kl. 18.05", "nb", "18:05"),
        ("gegen 21.15 Uhr", "de", "21:15"),
        ("à 17h45", "fr", "17:45"),
    ],
)
def test_a_time_in_words_is_read(text: str, language: str, time: str) -> None:
    assert [time] == re.findall(r"\d+:\d\d", read(text, language))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("five to ten people", "en"),
        ("It rose 2.30 per cent.", "en"),
        ("The rate stays at 4.25 percent.", "en"),
        ("Sie liegt um 2.30 Prozent höher.", "de"),
        ("Klokken seks hadde han tre på ti forsøk.", "nb"),
        ("fem i tolv klubbar", "sv"),
        ("fire på ti mener det", "nb"),
        ("half of nine towns", "en"),
        ("بلغت 7.15 درجات", "ar"),
        ("Die Hälfte von acht Orten", "de"),
    ],
)
def test_what_is_no_time_is_left(text: str, language: str) -> None:
    assert ":" not in read(text, language)


def test_hours_are_counted_to_twelve_or_to_24() -> None:
    assert [hours_shown(language) for language in ("en", "ar", "nb", "de", "xx")] == [12, 12, 24, 24, 12]


def test_a_part_of_the_day_is_known() -> None:
    for text, language in (("at 6 pm", "en"), ("in the evening", "en"), ("i kveld", "nb"), ("مساءً", "ar")):
        assert names_part_of_day(text, language)
    assert names_part_of_day("klokken seks om kvelden", "nb")
    assert not names_part_of_day("at 6:15 BST in Spam", "en")
    assert not names_part_of_day("", "xx")


@given(st.text(), st.sampled_from(["en", "nb", "ar", "zh", "ru", "und"]))
def test_no_text_breaks_it(text: str, language: str) -> None:
    read(text, language)
