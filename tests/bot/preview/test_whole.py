"""Kilde as people meet it: its own answers over the seeds, on the page, in headless Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.preview.cast import GROUP
from ingest.models.embedding import Embedder
from ingest.settings import CorpusSettings
from tests.bot.preview.kilde import kilde
from tests.bot.preview.stage import CHROMIUM, DRIVER, Stage, Window, chromium, staged

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        not (CHROMIUM.exists() and DRIVER.exists()),
        reason="no browser: apt-get install chromium chromium-driver",
    ),
]
ARABIC, NORWEGIAN, ENGLISH = range(3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("whole")


@pytest.fixture(scope="module")
def stage(seeds: CorpusSettings, embedder: Embedder, folder: Path) -> Iterator[Stage]:
    with staged(kilde(seeds, embedder, folder)) as stage:
        yield stage


@pytest.fixture(scope="module")
def window(stage: Stage, folder: Path) -> Iterator[Window]:
    with chromium(folder) as driver:
        window = Window(driver, stage)
        yield window
        assert window.errors() == []


@pytest.mark.parametrize(
    ("who", "question", "expected"),
    [
        (ARABIC, "متى أُعيد فتح المكتبة القديمة في ميناء الزهر؟", "سبع سنوات"),
        (NORWEGIAN, "Hvor lang tid tar fergen Havsula over?", "24"),
        (ENGLISH, "Where does the battery ferry sail?", "Lyngsund"),
    ],
)
def test_each_is_answered_with_a_citation(window: Window, who: int, question: str, expected: str) -> None:
    window.come_as(who)
    window.start()
    before = len(window.theirs())
    window.say(question)
    window.wait_until(lambda: len(window.theirs()) > before and expected in window.theirs()[-1])
    assert window.wait_for(".row:last-child .quote").text


def test_a_citation_opens_its_passage_and_its_file_even_after_a_restart(
    window: Window, stage: Stage, seeds: CorpusSettings, folder: Path
) -> None:
    window.come_as(ENGLISH)
    window.start()
    window.say("Where does the battery ferry sail?")
    window.wait_until(lambda: "Lyngsund" in window.theirs()[-1])
    window.wait_for(".row:last-child .keys button")
    stage.restart_bot()
    before = len(window.theirs())
    window.click(".row:last-child .keys button", 0)
    window.wait_until(lambda: len(window.theirs()) > before)
    cited = window.wait_for(".row:last-child code").text
    assert cited in window.theirs()[-1]
    window.click(".row:last-child .keys button")
    window.click(".file")
    window.wait_until((folder / cited).exists)
    assert (folder / cited).read_bytes() == (seeds.articles_dir / cited).read_bytes()


def test_in_a_group_it_answers_only_when_it_is_meant(window: Window) -> None:
    window.come_as(NORWEGIAN)
    window.open_chat(GROUP)
    window.say("Når går fergen?")
    window.say("@kilde_bot Hvor lang tid tar fergen Havsula over?")
    window.wait_until(lambda: any("24" in text for text in window.theirs()))
    assert len(window.theirs()) == 1
    assert "@kilde_bot" in window.wait_for(".row:not(.mine) .reply").text


def test_the_next_morning_brings_a_briefing(window: Window) -> None:
    window.come_as(ENGLISH)
    window.start()
    window.say("/subscribe 08:00 UTC ferry")
    window.wait_until(lambda: "about" in window.theirs()[-1])
    window.click("[data-key=morning]")
    window.wait_until(lambda: "What is new about" in window.theirs()[-1])
    assert "Ask" in window.wait_for(".row:last-child .keys button", count=2).text
    before = len(window.theirs())
    window.click("[data-key=morning]")
    window.say("/brief ferry")
    window.wait_until(lambda: len(window.theirs()) > before)
    assert window.theirs()[-1].startswith("Nothing new about")


def test_the_articles_are_shown_as_a_picture_with_words_below(window: Window, stage: Stage, folder: Path) -> None:
    window.come_as(ARABIC)
    window.start()
    window.say("/corpus")
    assert_picture(window, 1200)
    assert "12 مقالًا" in window.theirs()[-1]
    with chromium(folder / "phone", width=390, height=844) as driver:
        phone = Window(driver, stage)
        phone.come_as(ARABIC)
        phone.open_chat("Kilde")
        assert_picture(phone, 390)
        assert phone.errors() == []


def assert_picture(window: Window, width: int) -> None:
    """The picture was loaded, keeps its shape, stays on the page, and says in words what it shows."""
    photo = window.wait_for("img.photo")
    measures = "return [arguments[0].naturalWidth, arguments[0].naturalHeight]"
    window.wait_until(lambda: window.driver.execute_script(measures, photo)[0])
    wide, high = window.driver.execute_script(measures, photo)
    assert wide == 1080
    assert abs(photo.rect["height"] / photo.rect["width"] - high / wide) < 0.02
    assert 0 <= photo.rect["x"] <= photo.rect["x"] + photo.rect["width"] <= width
    assert "المقالات" in str(photo.get_attribute("alt"))
    assert window.driver.execute_script("return document.documentElement.scrollWidth") == width
