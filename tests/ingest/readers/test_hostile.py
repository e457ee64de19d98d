import contextlib
import time

import pytest

from ingest.errors import UnreadableArticle
from ingest.passages import split
from ingest.readers import parse_article

SIZE = 1 << 18
HOSTILE = {
    "one line": "ord og ord " * (SIZE // 11),
    "one word": "x" * SIZE,
    "sentences": "Havnen er stengt. " * (SIZE // 18),
    "marks": "." * SIZE,
    "spaced marks": "a. " * (SIZE // 3),
    "short lines": "ord\n" * (SIZE // 16),
    "blank lines": "---\n" + "\n" * SIZE + "x",
    "brackets": "a" + "(" * SIZE,
    "open front matter": "---\n" + "a: b\n" * (SIZE // 5),
    "nested front matter": "---\ntitle: " + "[" * 5_000 + "\n---\nHavnen er stengt.",
    "quotes": "«" * SIZE + "a",
    "links": "[a](b)" * (SIZE // 6),
    "closers": "a." + '"' * SIZE + "b",
    "spaces": "a" + " " * SIZE + "b",
    "dates": "1.1." * (SIZE // 4),
    "tags": "<" * (SIZE // 8) + "a",
    "stars": "# a" + " #" * (SIZE // 16) + "b",
}


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_quarter_mebibyte_of_anything_is_read_in_linear_time(name: str, suffix: str) -> None:
    began = time.process_time()
    with contextlib.suppress(UnreadableArticle):
        passages = split(parse_article(f"a{suffix}", HOSTILE[name].encode()))
        assert all(passage.sentences for passage in passages)
    assert time.process_time() - began < 30  # 2.4 s at most on an idle machine; whatever is quadratic takes minutes
