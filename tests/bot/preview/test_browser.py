"""The page in headless Chromium, with the scripted bot behind it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from bot.preview.cast import FORUM, GROUP
from bot.preview.running import running
from tests.bot.preview.scripted import scripted_bot
from tests.bot.preview.stage import CHROMIUM, DRIVER, Stage, Window, chromium, staged

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (CHROMIUM.exists() and DRIVER.exists()),
        reason="no browser: apt-get install chromium chromium-driver",
    ),
]
ARABIC, NORWEGIAN, ENGLISH = range(3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("browser")


@pytest.fixture
def stage() -> Iterator[Stage]:
    with staged(lambda preview: running(scripted_bot(preview))) as stage:
        yield stage


@pytest.fixture(scope="module")
def driver(folder: Path) -> Iterator[object]:
    with chromium(folder) as driver:
        yield driver


@pytest.fixture
def window(driver: object, stage: Stage) -> Iterator[Window]:
    window = Window(driver, stage)  # type: ignore[arg-type]
    window.errors()  # those of an earlier test
    yield window
    assert window.errors() == []
    window.driver.get("about:blank")


@pytest.mark.parametrize(
    ("who", "question", "direction"),
    [
        (ARABIC, "متى يفتح الرصيف؟", "rtl"),
        (NORWEGIAN, "Når åpner kaia?", "ltr"),
        (ENGLISH, "When does it open?", "ltr"),
    ],
)
def test_a_question_in_each_language(window: Window, who: int, question: str, direction: str) -> None:
    window.come_as(who)
    window.start()
    window.say(question)
    window.wait_until(lambda: any(question in text for text in window.theirs()))
    assert window.driver.execute_script("return document.documentElement.dir") == direction
    quote = window.wait_for(".quote")
    assert quote.value_of_css_property("direction") == direction


def test_a_quotation_opens_and_closes_by_mouse_and_keyboard(window: Window) -> None:
    window.come_as(ENGLISH)
    window.start()
    window.say("word " * 200)
    quote = window.wait_for(".quote.expandable")
    closed = quote.rect["height"]
    quote.click()
    window.wait_until(lambda: quote.rect["height"] > 2 * closed)
    assert quote.get_attribute("aria-expanded") == "true"
    quote.send_keys(Keys.ENTER)
    window.wait_until(lambda: quote.rect["height"] == closed)
    quote.send_keys(Keys.SPACE)
    window.wait_until(lambda: quote.get_attribute("aria-expanded") == "true")


def test_an_open_quotation_stays_open_when_more_comes(window: Window) -> None:
    window.come_as(ENGLISH)
    window.start()
    window.say("word " * 200)
    window.click(".quote.expandable")
    window.say("more")
    window.wait_for(".quote", count=2)
    assert window.all(".quote")[0].get_attribute("aria-expanded") == "true"


def test_a_button_is_tapped_and_answered(window: Window) -> None:
    window.come_as(NORWEGIAN)
    window.start()
    window.say("hei")
    window.click(".keys button", 0)
    window.wait_until(lambda: window.wait_for("#toast").text == "Here it is.")
    window.wait_until(lambda: window.theirs()[-1] == "Shown.")


def test_a_message_that_asks_for_a_reply_begins_one(window: Window) -> None:
    window.come_as(NORWEGIAN)
    window.start()
    window.say("/who")
    assert "Who are you?" in window.wait_for(".context").text
    window.say("Nora")
    window.wait_until(lambda: len(window.all(".context")) == 0)
    assert window.wait_for(".row.mine:last-of-type .reply, .row.mine .reply").text.endswith("Who are you?")


def test_a_document_is_opened(window: Window, folder: Path) -> None:
    window.come_as(ENGLISH)
    window.start()
    window.say("hello")
    window.click(".keys button", 1)
    window.click(".file")
    window.wait_until((folder / "article.txt").exists)
    assert (folder / "article.txt").read_text() == "One line.\n"
    (folder / "article.txt").unlink()


def test_an_old_button_works_after_a_restart(window: Window, stage: Stage) -> None:
    window.come_as(ENGLISH)
    window.start()
    window.say("hello")
    window.wait_for(".keys button")
    stage.restart_bot()
    window.click(".keys button", 0)
    window.wait_until(lambda: window.theirs()[-1] == "Shown.")


def test_in_a_group_only_a_mention_is_answered(window: Window) -> None:
    window.come_as(NORWEGIAN)
    window.open_chat(GROUP)
    window.say("hva skjer?")
    window.type("@ki", Keys.ENTER)
    window.say("hva skjer?")
    window.wait_for(".row:not(.mine) .text")
    assert len(window.theirs()) == 1
    ticks = [element.get_attribute("aria-label") for element in window.all(".mine .ticks")]
    assert ticks == ["Boten får ikke vite om denne", "Boten har hentet denne"]


def test_a_forum_keeps_its_topics_apart(window: Window) -> None:
    window.come_as(ENGLISH)
    window.open_chat(FORUM)
    window.click(".topics button", 2)
    window.say("@kilde_bot here?")
    window.wait_for(".row:not(.mine) .text")
    window.all(".topics button")[2].send_keys(Keys.ARROW_LEFT)
    window.wait_until(lambda: window.theirs() == [])
    assert window.wait_for(".topics [aria-selected=true]").text == "Economy"


def test_the_menu_is_the_one_the_bot_published(window: Window) -> None:
    window.come_as(ENGLISH)
    window.start()
    window.type("/th")
    window.wait_until(lambda: window.wait_for(".suggestions li").text.split("\n") == ["/think", "Think aloud"])
    window.come_as(ARABIC)
    window.start()
    window.click(".compose .menu")
    window.wait_until(lambda: "فكّر بصوت عالٍ" in window.wait_for(".suggestions li").text)


def test_a_draft_is_shown_while_it_is_written(window: Window) -> None:
    window.come_as(ENGLISH)
    window.start()
    window.type("/think", Keys.ENTER)
    window.wait_until(lambda: window.wait_for(".draft .text b").text == "So")
    window.say("enough")
    window.wait_until(lambda: not window.all(".draft"))


def test_an_inline_result_is_chosen(window: Window) -> None:
    window.come_as(ENGLISH)
    window.start()
    window.type("@kilde_bot the quay")
    window.wait_until(lambda: "The first" in window.wait_for(".suggestions li").text)
    window.type(Keys.ENTER)
    window.wait_until(lambda: "Found the quay" in window.wait_for(".row.mine .text").text)


def test_results_that_overtake_the_name_of_their_query_are_shown(window: Window, stage: Stage) -> None:
    window.come_as(ENGLISH)
    window.start()
    window.driver.execute_script("""
        const real = window.fetch;
        window.fetch = async (address, options) => {
            const response = await real(address, options);
            if (String(options?.body).includes('"inline"')) await new Promise((go) => (window.letGo = go));
            return response;
        };
    """)
    window.type("@kilde_bot the quay")
    window.wait_until(lambda: window.driver.execute_script("return Boolean(window.letGo)"))
    window.wait_until(lambda: any(query.answered for query in stage.preview.world.inline_queries.values()))
    stage.do(stage.people[ENGLISH].says("Events come in order, so the results have come."))
    window.wait_for(".row.mine", count=2)
    window.driver.execute_script("window.letGo()")
    window.wait_until(lambda: "The first" in window.wait_for(".suggestions li").text)


def test_edit_and_reply_by_keyboard(window: Window, stage: Stage) -> None:
    window.come_as(ENGLISH)
    window.start()
    window.say("helo")
    window.type(Keys.ARROW_UP)
    window.type(Keys.BACKSPACE, "lo", Keys.ENTER)
    window.wait_until(lambda: "Now you say: hello" in window.theirs())
    window.wait_for("#log").send_keys(Keys.ARROW_UP)
    focused = window.driver.switch_to.active_element
    assert "message" in (focused.get_attribute("class") or "")
    window.driver.execute_script("arguments[0].querySelector('.tools button[aria-label=Reply]').click()", focused)
    assert window.wait_for(".context span").text == "Now you say: hello"
    window.type(Keys.ESCAPE)
    window.wait_until(lambda: not window.all(".context"))


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=document.title='owned'>",
        "<script>document.title='owned'</script>",
        "&lt;b&gt;",
        "javascript:alert(1)",
    ],
)
def test_text_never_becomes_markup(window: Window, stage: Stage, text: str) -> None:
    sam = stage.people[ENGLISH]
    window.come_as(ENGLISH)
    window.start()
    stage.do(sam.sends_file(f"{text}.txt", b"x", caption=text))
    window.say(text)
    window.wait_until(lambda: any(text in said for said in window.theirs()))
    assert not window.all("#log img:not(.avatar img), #log script, #log .text a[href^=javascript]")
    assert window.driver.title != "owned"


@pytest.mark.parametrize(
    ("text", "directions"),
    [
        ("one\nاثنان\n\nthree", ["ltr", "rtl", "", "ltr"]),
        ("\u2068a.txt\u2069 · السطر 1", ["rtl"]),
        ("اثنان\n\u2068a.txt\u2069 · السطر 1", ["rtl", "rtl"]),
        ("\u2068السطر\u2069 line", ["ltr"]),
        ("\u200f\u2068a\u2069 [1]", ["rtl"]),
        ("12 [3]", [""]),
    ],
)
def test_each_line_has_its_own_direction(window: Window, text: str, directions: list[str]) -> None:
    window.come_as(ENGLISH)
    window.start()
    window.type("x")
    window.driver.execute_script("arguments[0].value = arguments[1]", window.wait_for(".compose textarea"), text)
    window.type(Keys.ENTER)
    window.wait_until(lambda: len(window.all(".row.mine")) == 2)
    said = window.all(".row.mine")[1].find_elements("css selector", ".line")
    assert [line.get_attribute("dir") for line in said] == directions
    edges = [(line.rect["x"], line.value_of_css_property("text-align")) for line in said]
    assert len(set(edges)) == 1


def test_on_a_phone_list_and_chat_take_turns(folder: Path, stage: Stage) -> None:
    with chromium(folder / "phone", width=390, height=844) as driver:
        window = Window(driver, stage)
        window.come_as(NORWEGIAN)
        assert not window.wait_for("#talk").is_displayed()
        window.open_chat("Kilde")
        assert not window.wait_for("#side").is_displayed()
        window.start()
        window.say("Et ganske langt ord: " + "x" * 300)
        window.wait_for(".quote")
        assert driver.execute_script("return document.documentElement.scrollWidth") == 390
        outside = """return [...document.querySelectorAll('.bubble, .keys button, .compose *')]
            .filter((one) => one.getBoundingClientRect().right > 390 || one.getBoundingClientRect().left < 0).length"""
        assert driver.execute_script(outside) == 0
        window.click(".back")
        assert window.wait_for("#side").is_displayed()
        window.come_as(NORWEGIAN)
        window.open_chat("Kilde")
        cut = (
            "const field = document.querySelector('.compose textarea'); return field.scrollHeight - field.clientHeight"
        )
        assert driver.execute_script(cut) <= 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_readable_in_both_themes(window: Window, theme: str) -> None:
    window.come_as(ENGLISH)
    window.start()
    if window.driver.execute_script("return document.documentElement.dataset.theme") != theme:
        window.click("[data-key=theme]")
    window.say("hello")
    window.wait_for(".quote")
    for selector, background in (
        (".mine .text", ".mine .bubble"),
        (".row:not(.mine) .text", ".row:not(.mine) .bubble"),
    ):
        front = window.wait_for(selector).value_of_css_property("color")
        back = window.wait_for(background).value_of_css_property("background-color")
        assert contrast(front, back) >= 7


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two CSS colours."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_reload_comes_back_to_the_same_chat(window: Window) -> None:
    window.come_as(NORWEGIAN)
    window.open_chat(GROUP)
    window.driver.refresh()
    window.wait_until(lambda: window.wait_for("#bar h2").text == GROUP)
    assert "Nora" in window.wait_for(".who [aria-pressed=true]").text
