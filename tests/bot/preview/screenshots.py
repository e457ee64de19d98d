"""Photographs the preview for README and manual: `python -m tests.bot.preview.screenshots`.

Runs Kilde itself over the seeds and writes to docs/pictures: an answer in Arabic with its sources, a group with a
mention, the dark layout of a phone, a condition that was read from a question, a briefing, an article at the editor's
desk, and a moving one, from a question to the next morning's briefing. Two more are what /corpus draws of a made-up
corpus. Needs Chromium and, for the thumbs, a font with emoji (Debian: fonts-noto-color-emoji).
"""

import io
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image

from bot.charts.counting import By
from bot.charts.showing import LargestStories, View, show
from bot.preview import acting
from bot.preview.cast import GROUP
from bot.preview.clock import StoppedClock
from bot.texts import Texts
from ingest.models.embedding import load_embedder
from ingest.models.qa_model import load_qa_model
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from tests.bot.charts.corpora import TALKED_ABOUT, corpus, stories_of
from tests.bot.preview.kilde import kilde
from tests.bot.preview.stage import Stage, Window, chromium, staged

REPO = Path(__file__).parents[3]
FOLDER = REPO / "docs" / "pictures"
MORNING = datetime(2026, 3, 14, 8, 41, tzinfo=UTC)
ARABIC, NORWEGIAN, ENGLISH = range(3)
THEIRS = ".row:not(.mine):not(.pending)"
PHONE: dict[str, Any] = {"width": 390, "height": 780, "scale": 1.5}
CRANES = """Two cranes for the harbour of Lyngsund

(Harbour Wire, 12 March 2026) – The harbour of Lyngsund gets two electric cranes, the port authority said on Thursday.

They cost 38 million kroner and replace three that burn diesel. The first is to lift containers in October.

"We lose the smoke and the noise in one go," said harbour master Turid Vangen.

Read also: Battery ferry starts on the Tarnholm crossing
"""


def main() -> None:
    """Take all of them."""
    FOLDER.mkdir(exist_ok=True)
    draw("ar", By.LANGUAGE)
    draw("nb", By.OUTLET)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(REPO / "seeds", folder / "articles")  # The desk writes into it.
        settings = CorpusSettings(articles_dir=folder / "articles", data_dir=folder / "data")
        embedder = load_embedder(settings.embedding_model, REPO / ".data")
        ingest(settings, lambda: embedder)
        bot = kilde(settings, embedder, folder, load_qa_model("packaged", embedder))
        with staged(bot, StoppedClock(MORNING)) as stage:
            answer_in_arabic(stage, folder)
            group_with_a_mention(stage, folder)
            phone_in_the_dark(stage, folder)
            condition_of_a_question(stage, folder)
            briefing(stage, folder)
            question_to_briefing(stage, folder)
            article_at_the_desk(stage, folder)


def draw(language: str, by: By) -> None:
    stories = LargestStories(TALKED_ABOUT, stories_of(TALKED_ABOUT))
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
    with chromium(folder / "3", **PHONE) as driver:
        window = Window(driver, stage)
        window.come_as(NORWEGIAN)
        window.click("[data-key=theme]")
        window.open_chat("Kilde")
        window.start()
        window.say("Hvor lang tid tar fergen Havsula over?")
        window.wait_for(".row:last-child .quote")
        finish(window, "phone")


def condition_of_a_question(stage: Stage, folder: Path) -> None:
    with chromium(folder / "4", **PHONE) as driver:
        window = Window(driver, stage)
        window.come_as(ENGLISH)
        window.open_chat("Kilde")
        window.start()
        window.say("What was reported about the ferry before 2025?")
        window.wait_for(".row:last-child .quote")
        finish(window, "condition")


def briefing(stage: Stage, folder: Path) -> None:
    with chromium(folder / "5", **PHONE) as driver:
        window = Window(driver, stage)
        window.come_as(NORWEGIAN)
        window.open_chat("Kilde")
        before = len(window.all(THEIRS))
        window.say("/brief")
        window.wait_for(THEIRS, count=before + 1)
        settle(window)
        window.driver.execute_script("document.querySelector('.row:last-child').scrollIntoView()")
        keep(FOLDER / "briefing.png", driver.get_screenshot_as_png())


def article_at_the_desk(stage: Stage, folder: Path) -> None:
    """An editor sends a file, and sees what it would be before it is published."""
    with chromium(folder / "6", **PHONE) as driver:
        window = Window(driver, stage)
        window.come_as(ENGLISH)
        window.open_chat("Kilde")
        before = len(window.all(THEIRS))
        stage.do(stage.people[ENGLISH].sends_file("harbour-cranes.txt", CRANES.encode()))
        window.wait_for(THEIRS, count=before + 1)
        window.wait_until(lambda: "Publish" in window.all(THEIRS)[-1].text)
        finish(window, "desk")


@dataclass
class Film:
    """Frames of a window, each with how long it is shown, in milliseconds."""

    window: Window
    frames: list[Image.Image] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)

    def take(self, length: int, *, last_begins: bool = False) -> None:
        """Take a frame; of the end of the chat, or of where its last message begins."""
        settle(self.window)
        if last_begins:
            self.window.driver.execute_script("document.querySelector('.row:last-child').scrollIntoView()")
        frame = Image.open(io.BytesIO(self.window.driver.get_screenshot_as_png()))
        self.frames.append(frame.convert("RGB").quantize(128, dither=Image.Dither.NONE))
        self.lengths.append(length)

    def type(self, text: str) -> None:
        """Type a message, a third at a time, and send it."""
        third = -(-len(text) // 3)
        for start in range(0, len(text), third):
            self.window.type(text[start : start + third])
            self.take(350)
        self.window.say("")

    def keep(self, path: Path) -> None:
        written = io.BytesIO()
        first, *rest = self.frames
        first.save(written, "GIF", save_all=True, append_images=rest, duration=self.lengths, loop=0, optimize=True)
        keep(path, written.getvalue())


def question_to_briefing(stage: Stage, folder: Path) -> None:
    """Ask, open what is cited, subscribe, and be briefed the next morning."""
    with chromium(folder / "7", width=430, height=760) as driver:
        window = Window(driver, stage)
        window.come_as(ENGLISH)
        window.open_chat("Kilde")
        window.start()
        window.wait_for(".row:not(.mine)")
        film = Film(window)
        film.type("How many cars does the Havsula carry?")
        window.wait_for(".row:last-child .quote")
        film.take(3500)
        before = len(window.all(THEIRS))
        tap(window, "[1]")
        window.wait_for(THEIRS, count=before + 1)
        film.take(3500, last_begins=True)
        film.type("/subscribe 08:00 London")
        window.wait_for(THEIRS, count=before + 2)
        film.take(2500)
        acting.sleep_until_morning(stage.preview.service, "Europe/London")
        window.wait_for(THEIRS, count=before + 3)
        film.take(5000, last_begins=True)
        film.keep(FOLDER / "tour.gif")


def tap(window: Window, label: str) -> None:
    """Tap the last button that says this."""
    [button for button in window.all(".keys button") if button.text == label][-1].click()


def finish(window: Window, name: str) -> None:
    """Photograph once nothing moves."""
    settle(window)
    keep(FOLDER / f"{name}.png", window.driver.get_screenshot_as_png())


def settle(window: Window) -> None:
    """Scroll to the end, and wait until nothing moves."""
    window.driver.execute_script("document.getElementById('log').scrollTop = 1e6; document.activeElement.blur()")
    window.driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": 1, "y": 1})
    settled = "return document.getAnimations().every((one) => one.playState === 'finished')"
    window.wait_until(lambda: window.driver.execute_script(settled))


def keep(path: Path, picture: bytes) -> None:
    path.write_bytes(picture)
    print(f"{path.relative_to(REPO)}: {len(picture) // 1024} kB")


if __name__ == "__main__":
    main()
