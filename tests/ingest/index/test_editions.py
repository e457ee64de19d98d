from pathlib import Path

from ingest.index import editions


def make(index: Path, *numbers: int) -> list[Path]:
    made = [index / f"edition-{number}" for number in numbers]
    for edition in made:
        edition.mkdir(parents=True)
    return made


def test_there_is_no_current_edition_before_one_is_published(tmp_path: Path) -> None:
    (one,) = make(tmp_path, 1)
    assert editions.current(tmp_path) is None
    assert editions.superseded(tmp_path) == []
    editions.publish(one)
    assert editions.current(tmp_path) == one


def test_a_lost_pointer_leads_to_the_newest_edition_that_was_published(tmp_path: Path) -> None:
    one, two, _three = make(tmp_path, 1, 2, 3)
    for edition in (one, two):
        editions.publish(edition)
    for content in ("", "edition-9", "nonsense"):
        (tmp_path / "current").write_text(content)
        assert editions.current(tmp_path) == two
        assert editions.pointed(tmp_path) is None
    (tmp_path / "current").unlink()
    assert editions.current(tmp_path) == two


def test_numbers_count_beyond_nine(tmp_path: Path) -> None:
    assert editions.following(tmp_path).name == "edition-1"
    nine, ten = make(tmp_path, 9, 10)
    assert editions.newest(tmp_path) == ten
    assert editions.following(tmp_path).name == "edition-11"
    editions.publish(ten)
    assert editions.superseded(tmp_path) == [nine]


def test_an_unfinished_edition_is_not_superseded(tmp_path: Path) -> None:
    one, _two = make(tmp_path, 1, 2)
    editions.publish(one)
    assert editions.superseded(tmp_path) == []


def test_deleting_also_removes_what_an_earlier_attempt_left(tmp_path: Path) -> None:
    one, two = make(tmp_path, 1, 2)
    (one / "file").write_text("x")
    (tmp_path / "deleted-edition-0-77").mkdir()
    editions.delete(one)
    assert list(tmp_path.iterdir()) == [two]
