"""Photographs the preview for README and manual: `python -m tests.bot.preview.screenshots`.

Runs Kilde itself over the seeds and writes three pictures to docs/pictures: an answer in Arabic with its sources,
a group with a mention, and the dark layout of a phone. Two more are what /corpus draws of a made-up corpus.
"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.charts.counting import By
from bot.charts.showing import Stories, View, show
from bot.preview.cast import GROUP
from bot.preview.clock import StoppedClock
from bot.texts import Texts
from ingest.models.embedding import load_embedder
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from tests.bot.charts.corpora import TALKED_ABOUT, corpus, stories_of
from tests.bot.preview.kilde import kilde
from tests.bot.preview.stage import Stage, Window, chromium, staged

REPO = Path(__file__).parents[3]
FOLDER = REPO / "docs" / "pictures"
MORNING = datetime(2026, 3, 14, 8, 41, tzinfo=UTC)
ARABIC, NORWEGIAN, ENGLISH = range(3)


def main() -> None:
    """Take all five."""
    FOLDER.mkdir(exist_ok=True)
    draw("ar", By.LANGUAGE)
    draw("nb", By.OUTLET)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = CorpusSettings(articles_dir=REPO / "seeds", data_dir=folder)
        embedder = load_embedder(settings.embedding_model, REPO / ".data")
        ingest(settings, lambda: embedder)
        with staged(kilde(settings, embedder, folder), StoppedClock(MORNING)) as stage:
            answer_in_arabic(stage, folder)
            group_with_a_mention(stage, folder)
            phone_in_the_dark(stage, folder)


def draw(language: str, by: By) -> None:
    stories = Stories(TALKED_ABOUT, stories_of(TALKED_ABOUT))
    shown = show(corpus(), View(by), MORNING.date(), Texts(language), stories)
    assert shown.picture
    keep(FOLDER / f"corpus-{language}.png", shown.picture)


def answer_in_arabic(stage: Stage, folder: Path) -> None:
    with chromium(folder / "1", width=1000, height=740) as driver:
        window = Window(driver, stage)
        window.come_as(ARABIC)
        window.start()
        window.say("متى أُغلقت السكة الحديدية إلى كوريا الشمالية؟")
        window.wait_for(".row:last-child .quote")
        finish(window, "answer")


def group_with_a_mention(stage: Stage, folder: Path) -> None:
    with chromium(folder / "2", width=1000, height=740) as driver:
        window = Window(driver, stage)
        window.come_as(NORWEGIAN)
        window.open_chat(GROUP)
        window.say("Skal vi se sjøkartene i biblioteket i helgen?")
        window.come_as(ENGLISH)
        window.open_chat(GROUP)
        window.say("@kilde_bot How many maps does the sailors’ atlas have?")
        window.wait_for(".row:not(.mine) .quote")
        finish(window, "group")


def phone_in_the_dark(stage: Stage, folder: Path) -> None:
    with chromium(folder / "3", width=390, height=780, scale=1.5) as driver:
        window = Window(driver, stage)
        window.come_as(NORWEGIAN)
        window.click("[data-key=theme]")
        window.open_chat("Kilde")
        window.start()
        window.say("Hvor lang tid tar fergen Havsula over?")
        window.wait_for(".row:last-child .quote")
        finish(window, "phone")


def finish(window: Window, name: str) -> None:
    """Photograph once nothing moves."""
    window.driver.execute_script("document.getElementById('log').scrollTop = 1e6; document.activeElement.blur()")
    window.driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": 1, "y": 1})
    settled = "return document.getAnimations().every((one) => one.playState === 'finished')"
    window.wait_until(lambda: window.driver.execute_script(settled))
    keep(FOLDER / f"{name}.png", window.driver.get_screenshot_as_png())


def keep(path: Path, picture: bytes) -> None:
    path.write_bytes(picture)
    print(f"{path.relative_to(REPO)}: {len(picture) // 1024} kB")


if __name__ == "__main__":
    main()
