"""What cleaning keeps: true lines and junk lines of articles in fifteen languages that stand in a passage.

    python -m tests.evaluation.eval_cleaning

Needs no data but `newsroom_lines.toml`, written for this. Imports only the reader and the splitter, so that an earlier
version can be measured on the same articles: `PYTHONPATH=OTHER_TREE python tests/evaluation/eval_cleaning.py`.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.passages import split
from ingest.readers import parse_article

ARTICLES = Path(__file__).parent / "newsroom_lines.toml"
TITLE, TRUE, JUNK = "= ", "+ ", "- "


@dataclass(frozen=True)
class Count:
    """One article: whether its title is its headline, true lines quotable and all, junk lines left and all."""

    language: str
    titled: bool
    true: int
    of_true: int
    junk: int
    of_junk: int
    wrong: tuple[str, ...]


def counts() -> Iterator[Count]:
    """Measure every article."""
    for language, marked in tomllib.loads(ARTICLES.read_text("utf-8")).items():
        yield count(language, marked.strip().splitlines())


def count(language: str, marked: list[str]) -> Count:
    """Measure one article, its lines with what they are in front."""
    lines = [line[2:] for line in marked]
    article = parse_article("a.txt", "\n".join(lines).encode())
    quotable = "\n\n".join(passage.text for passage in split(article)).splitlines()
    true = [line[2:] for line in marked if line.startswith(TRUE)]
    junk = [line[2:] for line in marked if line.startswith(JUNK)]
    (headline,) = [line[2:] for line in marked if line.startswith(TITLE)]
    lost = [line for line in true if line not in quotable]
    left = [line for line in junk if line in quotable]
    wrong = tuple([f"lost: {line}" for line in lost] + [f"left: {line}" for line in left])
    return Count(language, article.title == headline, len(true) - len(lost), len(true), len(left), len(junk), wrong)


def main() -> None:
    found = list(counts())
    for it in found:
        title = "" if it.titled else ", another title"
        kept = f"{it.true} of {it.of_true} true lines kept, {it.junk} of {it.of_junk} junk lines left"
        print(f"{it.language}  {kept}{title}")
        for line in it.wrong:
            print(f"    {line}")
    true, junk = sum(it.true for it in found), sum(it.junk for it in found)
    of_true, of_junk = sum(it.of_true for it in found), sum(it.of_junk for it in found)
    print(f"all  true lines kept {true} of {of_true}, junk lines left {junk} of {of_junk}")


if __name__ == "__main__":
    main()
