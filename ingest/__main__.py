"""`python -m ingest`: arguments, progress bar, report and exit status.

0 all is well, 1 a file could not be used, 2 nothing could be done (the reason is on standard error), 3 so many articles
are gone that they were kept until somebody or a later run confirms it, 130 interrupted.
"""

import argparse
import json
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from ingest import __version__
from ingest.engine import Engine, LocalEngine
from ingest.errors import KildeError, RemovalRefused
from ingest.explanation import explain
from ingest.index.index_writer import known_failures
from ingest.installing import install_command
from ingest.logs import start_logging
from ingest.pipeline import ingest
from ingest.private_folder import keep_private
from ingest.progress_lines import ProgressLines
from ingest.readers import SUFFIXES
from ingest.readers.file_kinds import EXTRA, unreadable
from ingest.rehearsal import rehearse
from ingest.report import IngestReport, Progress
from ingest.settings import CorpusSettings, load_settings
from ingest.tracing import start_tracing

if TYPE_CHECKING:
    from ingest.models.embedding import Embedder


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.watch and options.engine == "ray":
        parser.error("--engine ray is for a run, --watch for the few articles that come between two")
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        settings = load_settings(CorpusSettings, articles_dir=options.corpus)
        start_logging(settings.log_level, settings.log_format)
        start_tracing("kilde-ingest")
        if options.command == "failed":
            return _print_failed(settings, as_json=options.json)
        if options.watch:
            return _watch(settings, options)
        if options.explain:
            return _explain(options.explain, settings, as_json=options.json)
        report = _run(settings, options)
    except RemovalRefused as error:
        print(error, file=sys.stderr)
        return 3
    except KildeError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Interrupted; what was finished is kept, and the next run goes on from there.", file=sys.stderr)
        return 130
    if options.json:
        print(json.dumps(_as_json(report), ensure_ascii=False))
    else:
        _say(report, settings, quiet=options.quiet, dry_run=options.dry_run)
    return 3 if report.withheld else 1 if report.failed or _holds_only_others(report) else 0


def _say(report: IngestReport, settings: CorpusSettings, *, quiet: bool, dry_run: bool = False) -> None:
    if not quiet:
        print(_in_words(report, dry_run=dry_run), flush=True)
    for failure in report.failed:
        print(failure, file=sys.stderr)
    for remark in _remarks(report, settings):
        print(remark, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest", description="Bring the index up to date with a folder of articles."
    )
    parser.add_argument("--version", action="version", version=f"kilde {__version__}")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="folder of articles (default: ARTICLES_DIR)")
    parser.add_argument(
        "--rebuild", action="store_true", help="make the whole index anew; the old one answers until then"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
    parser.add_argument(
        "--allow-removal", action="store_true", help="take out whatever is gone from the folder, however much it is"
    )
    parser.add_argument("--feeds", action="store_true", help="ask all FEEDS first, due or not")
    parser.add_argument(
        "--explain", type=Path, metavar="PATH", help="say what becomes of every line of a file or folder, write nothing"
    )
    parser.add_argument(
        "--watch", action="store_true", help="stay, and bring in whatever changes in the folder within seconds"
    )
    parser.add_argument(
        "command", nargs="?", choices=["failed"], help="failed: list what could not be read, why, and when it is tried"
    )
    parser.add_argument(
        "--engine",
        choices=["local", "ray"],
        default="local",
        help="ray: have Ray's workers read and embed, on this machine or those of RAY_ADDRESS (extra ray)",
    )
    parser.add_argument(
        "--workers", type=_positive, metavar="N", help="of Ray on this machine (default: as many as keep it busy)"
    )
    parser.add_argument("--json", action="store_true", help="report as one JSON object")
    parser.add_argument(
        "--progress", action="store_true", help="say on standard error how far it is, one JSON object a line"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress bar, and a report only of failures")
    return parser


def _run(settings: CorpusSettings, options: argparse.Namespace) -> IngestReport:
    if options.dry_run:
        return rehearse(settings, rebuild=options.rebuild, allow_removal=options.allow_removal)
    keep_private(settings.data_dir)
    removed = _ask_feeds(settings) if options.feeds else ()
    with _told(options) as progress, _engine(settings, options) as engine:
        return ingest(
            settings,
            lambda: _load(settings),
            rebuild=options.rebuild,
            allow_removal=options.allow_removal,
            taken_out=removed,
            progress=progress,
            engine=engine,
        )


def _engine(settings: CorpusSettings, options: argparse.Namespace) -> AbstractContextManager[Engine]:
    if options.engine == "local":
        return nullcontext(LocalEngine())
    from ingest.ray_engine import RayEngine

    return RayEngine(settings, options.workers)


def _positive(given: str) -> int:
    if not given.isdecimal() or not 0 < int(given) <= 1_000:
        raise argparse.ArgumentTypeError("must be a number from 1 to 1000")
    return int(given)


def _ask_feeds(settings: CorpusSettings) -> tuple[str, ...]:
    """Ask all feeds, and say which failed; gives the sources that were removed."""
    from ingest.sources.feeds import FeedRounds, states_in
    from ingest.sources.fetching import Fetcher

    with Fetcher() as fetcher:
        rounds = FeedRounds(settings, fetcher, lambda: datetime.now(UTC))
        done = rounds.run(all_of_them=True)
    for feed, state in states_in(settings.data_dir).items():
        if state.error:
            print(f"The feed {feed} could not be read: {state.error}.", file=sys.stderr)
    return done.removed


def _explain(target: Path, settings: CorpusSettings, *, as_json: bool) -> int:
    """Print one object or one list of lines a file; returns the exit status."""
    failed = 0
    for explanation in explain(target, settings.articles_dir, settings.dump_fields):
        failed += explanation.article is None
        print(json.dumps(explanation.as_json(), ensure_ascii=False) if as_json else explanation.in_words())
    return 1 if failed else 0


def _watch(settings: CorpusSettings, options: argparse.Namespace) -> int:
    """Watch the folder until interrupted; each run that did something is reported."""
    from ingest.watching import FolderWatch, WatchEvent

    keep_private(settings.data_dir)
    models: list[Embedder] = []

    def load() -> "Embedder":
        if not models:
            models.append(_load(settings))
        return models[0]

    def tell(event: WatchEvent) -> None:
        if event.report is None:
            print(event.trouble, file=sys.stderr)
        elif options.json:
            print(json.dumps(_as_json(event.report), ensure_ascii=False), flush=True)
        else:
            _say(event.report, settings, quiet=options.quiet)

    watch = FolderWatch(settings, partial(ingest, settings, load), tell)
    if options.allow_removal:
        watch.confirm()
    if not options.quiet and not options.json:
        print(f"Watching {settings.articles_dir}; Ctrl-C ends it.", flush=True)
    watch.run()
    return 0


def _print_failed(settings: CorpusSettings, *, as_json: bool) -> int:
    """List what could not be read; returns 1 if there is anything, as a run that meets it does."""
    found = known_failures(settings)
    for failure in found:
        row = {"source": failure.source, "reason": failure.reason, "since": _time(failure.since)}
        row |= {"tries": str(failure.tries), "next": _time(failure.due)}
        words = f"{failure.source}: {failure.reason} (since {row['since']}, tried {row['tries']}×, again {row['next']})"
        print(json.dumps(row, ensure_ascii=False) if as_json else words)
    if not found and not as_json:
        print("Everything could be read.")
    return 1 if found else 0


def _time(microseconds: int) -> str:
    return datetime.fromtimestamp(microseconds / 1e6, UTC).isoformat(" ", "minutes").removesuffix("+00:00") + " UTC"


def _load(settings: CorpusSettings) -> "Embedder":
    from ingest.models.embedding import load_embedder

    return load_embedder(settings.embedding_model, settings.data_dir)


@contextmanager
def _told(options: argparse.Namespace) -> Iterator[Callable[[Progress], None]]:
    """Give what tells how far a run is: lines for scripts, a bar for people, or nothing."""
    if options.progress:
        yield ProgressLines(sys.stderr)
        return
    with _bar(shown=sys.stderr.isatty() and not options.quiet) as show:
        yield show


@contextmanager
def _bar(*, shown: bool) -> Iterator[Callable[[Progress], None]]:
    if not shown:
        yield lambda _: None
        return
    from tqdm import tqdm  # type: ignore[import-untyped]

    with tqdm(desc="Ingesting", unit=" files", file=sys.stderr, dynamic_ncols=True) as bar:

        def show(progress: Progress) -> None:
            bar.total = progress.of
            bar.set_postfix_str(f"{progress.passages:,} passages embedded", refresh=False)
            bar.update(progress.files - bar.n)
            bar.refresh()

        yield show


def _in_words(report: IngestReport, *, dry_run: bool) -> str:
    counts = (
        f"{report.new} new, {report.changed} changed, {report.moved} moved, {report.removed} removed, "
        f"{report.unchanged} unchanged, {len(report.failed)} failed"
    )
    if dry_run:
        return f"Would be: {counts}; {report.passages:,} passages to write. Nothing was written.{_left(report)}"
    rate = f" ({report.passages_per_second:,.1f} per second)" if report.passages else ""
    return f"Articles: {counts}. {report.passages:,} passages written{rate} in {report.seconds:.1f} s.{_left(report)}"


def _left(report: IngestReport) -> str:
    if not report.left_out:
        return ""
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in sorted(report.left_out.items()))
    return f"\nLines left out because they are not the article, see --explain: {reasons}."


def _remarks(report: IngestReport, settings: CorpusSettings) -> Iterator[str]:
    """Say what an operator should know beside the counts."""
    if report.withheld:
        yield (
            f"{report.withheld} articles are gone from {settings.articles_dir} or cannot be used any more, which is "
            f"more than {settings.removal_limit} and more than {settings.removal_limit_percent:g} % of the index, so "
            "they were kept: mount or mend the folder, or confirm with --allow-removal; a run an hour from now that "
            "finds the same removes them."
        )
    if report.others:
        kinds = ", ".join(f"{count} {ending or 'without ending'}" for ending, count in report.others.items())
        yield f"Files of other kinds were left alone: {kinds}; only {', '.join(sorted(SUFFIXES))} are read."
    if needing := sorted(report.others.keys() & unreadable()):
        install = install_command(EXTRA, "pdfminer.six", "pypdf", "striprtf", "trafilatura", "warcio")
        yield f"To read {', '.join(needing)} as well, install the extra `{EXTRA}`: {install}"


def _holds_only_others(report: IngestReport) -> bool:
    """Tell whether there are files in the folder and none of them is of a kind that is read."""
    return bool(report.others) and not (report.new or report.changed or report.moved or report.unchanged)


def _as_json(report: IngestReport) -> dict[str, object]:
    return {
        "new": report.new,
        "changed": report.changed,
        "moved": report.moved,
        "removed": report.removed,
        "withheld": report.withheld,
        "unchanged": report.unchanged,
        "failed": [{"source": failure.source, "reason": failure.reason} for failure in report.failed],
        "other_kinds": dict(report.others),
        "passages": report.passages,
        "left_out": dict(report.left_out),
        "passages_per_second": round(report.passages_per_second, 1),
        "seconds": round(report.seconds, 3),
    }


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
