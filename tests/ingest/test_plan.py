import hashlib

from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import UnreadableArticle
from ingest.plan import KnownFile, Move, Plan, decide
from ingest.sources.folder import NEVER, Disk, FileStamp

SPLITTER = 3
CONTENTS = ("fish", "boat", "ice", "long ferry", "short tide")
SUFFIXES = (".txt", ".md")
NAMES = [f"{folder}{stem}{suffix}" for folder in ("", "far/") for stem in "ab" for suffix in SUFFIXES]


def hash_of(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def known(content: str, mtime_ns: int = 5, splitter: int = SPLITTER) -> KnownFile:
    return KnownFile(FileStamp(len(content), mtime_ns), hash_of(content), splitter)


class Folder:
    """A folder in memory that remembers which files were read."""

    def __init__(self, files: dict[str, tuple[str, int]], broken: frozenset[str] = frozenset()) -> None:
        self.files, self.broken = files, broken
        self.asked: list[str] = []

    def disk(self, *failed: str, unseen: tuple[str, ...] = ()) -> Disk:
        stamps = {source: FileStamp(len(content), mtime) for source, (content, mtime) in self.files.items()}
        return Disk(stamps, tuple(UnreadableArticle(source, "no") for source in failed), unseen)

    def digest(self, source: str) -> str:
        self.asked.append(source)
        if source in self.broken:
            raise UnreadableArticle(source, "permission denied", passing=True)
        return hash_of(self.files[source][0])

    def plan(self, index: dict[str, KnownFile], *failed: str, unseen: tuple[str, ...] = ()) -> Plan:
        return decide(self.disk(*failed, unseen=unseen), index, SPLITTER, self.digest)


def test_an_unchanged_file_is_not_read() -> None:
    folder = Folder({"a.txt": ("fish", 5)})
    assert folder.plan({"a.txt": known("fish")}).same == ("a.txt",)
    assert folder.asked == []


def test_another_time_leads_to_a_look_at_the_content() -> None:
    folder = Folder({"a.txt": ("fish", 6), "b.txt": ("boat", 6)})
    plan = folder.plan({"a.txt": known("fish"), "b.txt": known("fish")})
    assert (plan.touched, plan.changed) == (("a.txt",), ("b.txt",))


def test_a_time_that_is_not_trusted_never_counts_as_same() -> None:
    folder = Folder({"a.txt": ("fish", NEVER)})
    assert folder.plan({"a.txt": known("fish", NEVER)}).touched == ("a.txt",)


def test_another_size_needs_no_reading() -> None:
    folder = Folder({"a.txt": ("long ferry", 5)})
    assert folder.plan({"a.txt": known("fish")}).changed == ("a.txt",)
    assert folder.asked == []


def test_another_splitter_reads_everything_again() -> None:
    folder = Folder({"a.txt": ("fish", 5)})
    assert folder.plan({"a.txt": known("fish", splitter=SPLITTER - 1)}).changed == ("a.txt",)


def test_a_file_under_another_name_has_moved() -> None:
    plan = Folder({"far/b.txt": ("fish", 9)}).plan({"a.txt": known("fish")})
    assert plan.moved == (Move("a.txt", "far/b.txt"),)
    assert (plan.new, plan.gone) == ((), ())


def test_a_copy_has_not_moved() -> None:
    plan = Folder({"a.txt": ("fish", 5), "b.txt": ("fish", 9)}).plan({"a.txt": known("fish")})
    assert (plan.moved, plan.new, plan.same) == ((), ("b.txt",), ("a.txt",))


def test_another_suffix_is_another_article() -> None:
    plan = Folder({"a.md": ("fish", 5)}).plan({"a.txt": known("fish")})
    assert (plan.moved, plan.new, plan.gone) == ((), ("a.md",), ("a.txt",))


def test_a_new_file_is_hashed_only_if_a_file_of_its_size_went() -> None:
    folder = Folder({"b.txt": ("long ferry", 5), "c.txt": ("boat", 5)})
    plan = folder.plan({"a.txt": known("fish")})
    assert (plan.new, plan.gone, folder.asked) == (("b.txt", "c.txt"), ("a.txt",), ["c.txt"])


def test_a_file_that_cannot_be_read_has_failed_and_is_nothing_else() -> None:
    folder = Folder({"a.txt": ("fish", 6), "b.txt": ("fish", 6)}, frozenset({"a.txt", "b.txt"}))
    plan = folder.plan({"a.txt": known("fish"), "gone.txt": known("fish")}, "c.txt")
    assert [failure.source for failure in plan.failed] == ["a.txt", "b.txt", "c.txt"]
    assert (plan.new, plan.changed, plan.touched, plan.gone) == ((), (), (), ("gone.txt",))


def test_what_can_never_be_read_is_gone_if_it_was_known() -> None:
    plan = Folder({}).plan({"a.txt": known("fish"), "b.txt": known("boat")}, "a.txt", "c.txt")
    assert plan.gone == ("a.txt", "b.txt")


def test_nothing_below_a_folder_that_cannot_be_listed_counts_as_gone() -> None:
    plan = Folder({}).plan({"far/a.txt": known("fish"), "farther.txt": known("fish")}, "far", unseen=("far",))
    assert plan.gone == ("farther.txt",)


state = st.dictionaries(st.sampled_from(NAMES), st.tuples(st.sampled_from(CONTENTS), st.integers(1, 3)))


@given(before=state, after=state, broken=st.frozensets(st.sampled_from(NAMES)))
def test_every_file_has_one_place_and_following_the_plan_gives_the_folder(
    before: dict[str, tuple[str, int]], after: dict[str, tuple[str, int]], broken: frozenset[str]
) -> None:
    # Content that changes unnoticed within one size and time is the one thing that a plan cannot see.
    before = {s: f for s, f in before.items() if s not in after or after[s] == f or after[s][1] != f[1]}
    index = {source: known(content, mtime) for source, (content, mtime) in before.items()}
    folder = Folder(after, broken)
    plan = folder.plan(index)
    arrived = [move.new for move in plan.moved]
    failed = [failure.source for failure in plan.failed]
    assert sorted([*plan.to_read, *arrived, *plan.same, *plan.touched, *failed]) == sorted(after)

    held = {source: known.content_hash for source, known in index.items()}
    for source in plan.gone:
        held.pop(source)
    held |= {move.new: held.pop(move.old) for move in plan.moved}
    held |= {source: hash_of(after[source][0]) for source in plan.to_read}
    kept = {source: index[source].content_hash for source in failed if source in index}
    assert held == kept | {source: hash_of(after[source][0]) for source in after if source not in failed}
