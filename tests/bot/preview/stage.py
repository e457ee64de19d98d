"""A stage for browser tests: the preview and a bot in an event loop of their own thread, and headless Chromium.

Takes a bot to play; gives blocking calls, because Selenium blocks. Every wait polls for what it waits for.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from bot.preview import Preview
from bot.preview.cast import bring_in
from bot.preview.clock import Clock

CHROMIUM = Path("/usr/bin/chromium")
DRIVER = Path("/usr/bin/chromedriver")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
_PATIENCE = 60.0
"""Seconds; only a machine under heavy load comes near it."""

T = TypeVar("T")
Bot: TypeAlias = Callable[[Preview], AbstractAsyncContextManager[None]]
"""Something that runs a bot on the preview as long as it is open."""


class Stage:
    """The preview with its cast, and a bot that can be stopped and started again."""

    def __init__(self, bot: Bot, clock: Clock | None = None) -> None:
        self._make_bot = bot
        self._clock = clock
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._server = AsyncExitStack()
        self._bot = AsyncExitStack()

    def do(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run in the preview's loop and wait."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(_PATIENCE)

    def open(self) -> None:
        self._thread.start()
        self.do(self._open())

    async def _open(self) -> None:
        self.preview = await self._server.enter_async_context(Preview(clock=self._clock, privacy=True, mentions=True))
        self.people = bring_in(self.preview)
        await self._start()

    async def _start(self) -> None:
        await self._bot.enter_async_context(self._make_bot(self.preview))

    def restart_bot(self) -> None:
        """A new application in the place of the old one; the chats stay."""
        self.do(self._bot.aclose())
        self.do(self._start())

    def close(self) -> None:
        self.do(self._bot.aclose())
        self.do(self._server.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@contextmanager
def staged(bot: Bot, clock: Clock | None = None) -> Iterator[Stage]:
    stage = Stage(bot, clock)
    try:
        stage.open()
        yield stage
    finally:
        stage.close()


@contextmanager
def chromium(folder: Path, *, width: int = 1200, height: int = 900, scale: float = 1) -> Iterator[Chrome]:
    """Headless Chromium with a fresh profile; downloads go to `folder`."""
    options = Options()
    options.binary_location = str(CHROMIUM)
    for flag in (*_FLAGS, f"--user-data-dir={folder / 'profile'}", f"--window-size={width},{height}"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(folder)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options=options, service=Service(str(DRIVER)))
    try:
        measures = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": width < 500}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", measures)
        yield driver
    finally:
        driver.quit()


class Window:
    """The page as one person uses it."""

    def __init__(self, driver: Chrome, stage: Stage) -> None:
        self.driver = driver
        self._stage = stage

    def come_as(self, index: int) -> None:
        """Open the page afresh as a member of the cast."""
        self.driver.get("about:blank")
        self.driver.get(f"{self._stage.preview.page_url}#as={self._stage.people[index].id}")
        self.wait_for(".who [aria-pressed=true]")

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def wait_until(self, condition: Callable[[], T]) -> T:
        gone = (NoSuchElementException, StaleElementReferenceException)
        wait: WebDriverWait[Chrome] = WebDriverWait(self.driver, _PATIENCE, 0.02, gone)
        return wait.until(lambda _: condition())

    def wait_for(self, selector: str, *, count: int = 1) -> WebElement:
        """The last of at least `count` elements."""
        return self.wait_until(lambda: self.all(selector) if len(self.all(selector)) >= count else [])[-1]

    def click(self, selector: str, index: int = -1) -> None:
        self.wait_for(selector)
        self.all(selector)[index].click()

    def type(self, *keys: str) -> None:
        self.wait_for(".compose textarea").send_keys(*keys)

    def say(self, text: str) -> None:
        before = len(self.all(".row.mine"))
        self.type(text, Keys.ENTER)
        self.wait_for(".row.mine", count=before + 1)

    def start(self) -> None:
        """Press Start where the chat has not begun."""
        if self.all(".start"):
            self.click(".start")
            self.wait_for(".compose textarea")

    def open_chat(self, title: str) -> None:
        found = [button for button in self.all(".chats button") if title in button.text]
        found[0].click()
        self.wait_until(lambda: title in self.wait_for("#bar h2").text)

    def theirs(self) -> list[str]:
        """The texts of the messages of others, oldest first."""
        return [element.text for element in self.all(".row:not(.mine):not(.pending) .text")]

    def errors(self) -> list[str]:
        """What the browser complained of, content security policy included."""
        entries = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [str(entry["message"]) for entry in entries if entry["level"] == "SEVERE"]
