import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import UnreadableArticle
from ingest.readers import parse_article
from ingest.readers.safe_yaml import DEEPEST, LARGEST, read_yaml

MERGES = "a0: {k: v}\n" + "".join(f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
LAUGHS = "l0: &l0 lol\n" + "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 12))
HOSTILE = {
    "brackets": "tags: " + "[" * 25_000,
    "braces": "tags: " + "{" * 25_000,
    "pairs": "tags: " + "[{" * 9_000,
    "dashes": "tags:\n" + "- " * 12_000,
    "question marks": "tags:\n" + "? " * 12_000,
    "merge keys": MERGES,
    "laughs": LAUGHS,
    "one alias": "a: &x 1\nb: *x\n",
    "merge without alias": "<<: {a: b}\ntitle: x\n",
    "python object": "title: !!python/object/apply:os.system [echo]\n",
    "tag": "title: !!binary aGVp\n",
    "long number": "title: " + "9" * 5_000,
    "base sixty": "title: " + "1:" * 5_000 + "1",
    "large": "title: " + "x" * LARGEST,
    "many keys": "".join(f"k{n}: v\n" for n in range(LARGEST)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_loader_could_choke_on_is_refused_at_once(name: str) -> None:
    began = time.process_time()
    with pytest.raises(UnreadableArticle, match="front matter"):
        read_yaml(HOSTILE[name], "a.md")
    assert time.process_time() - began < 10  # what a loader chokes on takes minutes, or never ends


@pytest.mark.parametrize("name", ["brackets", "merge keys", "laughs", "tag"])
def test_a_file_with_such_front_matter_is_refused_as_a_whole(name: str) -> None:
    with pytest.raises(UnreadableArticle, match="front matter"):
        parse_article("a.md", f"---\ntitle: x\n{HOSTILE[name]}\n---\nHavnen er stengt i dag.\n".encode())


def test_lists_mappings_and_folded_lines_are_read() -> None:
    block = "title: >\n  Storm\n  i vest\ntags: [a, b]\nby:\n  - {name: Kari, mail: null}\ndate: 2024-05-17\nn: 7\n"
    stated = read_yaml(block, "a.md")
    assert isinstance(stated, dict)
    assert (stated["title"], stated["tags"], stated["n"]) == ("Storm i vest\n", ["a", "b"], 7)
    assert stated["by"] == [{"name": "Kari", "mail": None}]


def test_depth_is_counted_inside_and_not_in_all() -> None:
    assert read_yaml("a: " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1), "a.md")
    assert read_yaml("".join(f"k{n}: [[1]]\n" for n in range(100)), "a.md")
    with pytest.raises(UnreadableArticle, match="nested more than 8 deep"):
        read_yaml("a: " + "[" * DEEPEST + "]" * DEEPEST, "a.md")


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@`?, \n\t<0.~é", max_size=80))
def test_anything_is_read_or_refused(block: str) -> None:
    with contextlib.suppress(UnreadableArticle):
        read_yaml(block, "a.md")
