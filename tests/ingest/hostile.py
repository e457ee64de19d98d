"""Files that nobody would write and every folder meets in time: damaged, absurd, or made to harm. Made from a seed."""

import os
import random
from collections.abc import Callable
from pathlib import Path

PROSE = (
    "The council of Bergen counted seven ferries on Monday. Nobody in the harbour expected the report to be so long.",
    "Kommunen stenger kaia i Mandal fra fredag, sier havnesjefen. Det kan vare i flere uker.",
    "أعلنت البلدية أن أعمال الصيانة ستنتهي قبل حلول الشتاء. وقال رئيسها إن الميناء سيفتح غدا.",
    "市议会周一宣布，港口将于五月重新开放。渔民们表示欢迎。",
)
SIGNS = "[]{}()<>*_#`~|-=+:;,.!?\"'\\/&%$@^ \t\n"
STRANGE = "\u200b\u202e\u0301\ufeff\u00ad\u2028\u0085\u0600\U0001f468\u200d\U0001f469"

Make = Callable[[random.Random], bytes]


def _prose(draw: random.Random) -> str:
    return "\n".join(draw.choices(PROSE, k=draw.randint(1, 12))) + "\n"


def _noise(draw: random.Random) -> bytes:
    return draw.randbytes(draw.randint(0, 5_000))


def _signs(draw: random.Random) -> bytes:
    return "".join(draw.choices(SIGNS + STRANGE + "aé字", k=draw.randint(1, 8_000))).encode()


def _one_thing(draw: random.Random) -> bytes:
    thing = draw.choice([*SIGNS, *STRANGE, "ab", "a. ", "1.", "# ", " #", "[a](b)", "<!--", "```\n", "a\n", "\r", "> "])
    return str(draw.choice(["", "# a", "a", "---\n", "| "]) + thing * draw.randint(1, 60_000) + "b").encode()


def _yaml(draw: random.Random) -> bytes:
    deep = draw.choice(["[", "{", "- ", "? ", "[{", "&a [", "!!map {"]) * draw.randint(1, 25_000)
    merges = "".join(f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n" for n in range(1, draw.randint(2, 60)))
    laughs = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 12))
    block = draw.choice([f"tags: {deep}", f"a0: &a0 {{k: v}}\n{merges}", f"l0: &l0 lol\n{laughs}", "k: " + "9" * 9_999])
    return f"---\ntitle: x\n{block}\n---\n{_prose(draw)}".encode()


def _broken(draw: random.Random) -> bytes:
    data = bytearray(_prose(draw).encode(draw.choice(["utf-8", "utf-16", "utf-16-le", "utf-32", "utf-8-sig"])))
    for _ in range(draw.randint(1, 40)):
        at = draw.randrange(len(data) or 1)
        data[at : at + draw.randint(0, 3)] = draw.randbytes(draw.randint(0, 3))
    return bytes(data[: draw.randint(0, len(data))])


def _markup(draw: random.Random) -> bytes:
    lines = _prose(draw).splitlines()
    for _ in range(draw.randint(1, 9)):
        extra = draw.choice(["```", "---", "***", "<!--", "| a | b |", "[1]: http://x", "# ", "> ", "- ", "+++", "..."])
        lines.insert(draw.randrange(len(lines) + 1), extra)
    return draw.choice(["\n", "\r\n", "\r", "\u2028"]).join(lines).encode()


def _endless(draw: random.Random) -> bytes:
    return ("# a" + draw.choice([" ", "\t", "\u00a0"]) * draw.randint(100_000, 300_000) + "b\n").encode()


def _large(draw: random.Random) -> bytes:
    return (_prose(draw) * 40_000).encode()[: draw.choice([300_000, 1_000_000, 6_000_000])]


_KINDS: tuple[tuple[Make, int], ...] = (
    (_noise, 15), (_signs, 20), (_one_thing, 20), (_yaml, 15), (_broken, 15), (_markup, 13), (_endless, 1), (_large, 1),
)  # fmt: skip


def make(folder: Path, count: int, seed: int) -> None:
    """Fill a folder with hostile files and entries; the same ones for the same seed."""
    draw = random.Random(seed)
    for number in range(count):
        odd, ending = draw.choice(["", " ", "é", "\u202e", "[x]", " \n"]), draw.choice([".txt", ".md", ".TXT"])
        path = folder / f"{number % 7}" / f"{number:05}{odd}{ending}"
        path.parent.mkdir(exist_ok=True)
        if number % 50 == 49:
            _entry(draw, path)
        else:
            (make_one,) = draw.choices([make for make, _ in _KINDS], [weight for _, weight in _KINDS])
            path.write_bytes(make_one(draw))


def _entry(draw: random.Random, path: Path) -> None:
    """Put something there that is no ordinary file."""
    kind = draw.randrange(4)
    if kind == 0:
        path.symlink_to(path.name)
    elif kind == 1:
        path.symlink_to("/etc/hostname")
    elif kind == 2:
        os.mkfifo(path)
    else:
        path.symlink_to("nothing.txt")
