"""What stands in deploy/: the dashboard asks for metrics that exist, units and compose file say what they must."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from bot.monitoring.prometheus import PrometheusRecorder
from bot.monitoring.recorder import METRICS, Metric, MetricKind

REPO = Path(__file__).parent.parent
DEPLOY = REPO / "deploy"
DASHBOARD = json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))
UNITS = ("kilde.service", "kilde-ingest.service", "kilde-ingest.timer")


def expressions() -> list[str]:
    return [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]


def exposed() -> dict[str, set[str]]:
    """The name of every series that is exposed, with its labels."""
    recorder, labels = PrometheusRecorder(), dict[str, set[str]]()
    for metric in METRICS:
        for name in _series(metric):
            labels[name] = set(metric.labels) | ({"le"} if name.endswith("_bucket") else set())
    process = re.findall(r"^(process_\w+) ", recorder.exposition().decode(), re.MULTILINE)
    return labels | {name: set() for name in process}


def _series(metric: Metric) -> list[str]:
    if metric.kind is MetricKind.SECONDS:
        return [f"{metric.name}_{end}" for end in ("bucket", "count", "sum")]
    return [f"{metric.name}_total" if metric.kind is MetricKind.COUNTER else metric.name]


def test_the_dashboard_names_only_metrics_and_labels_that_exist() -> None:
    known = exposed()
    for expression in expressions():
        names = re.findall(r"\b((?:kilde|process)_\w+)", expression)
        assert names, expression
        for name in names:
            assert name in known, expression
        by = {label for found in re.findall(r"by \(([^)]*)\)", expression) for label in re.split(r",\s*", found)}
        assert by <= set().union(*(known[name] for name in names)), expression


def test_the_dashboard_shows_every_metric() -> None:
    shown = set(re.findall(r"\b(kilde_\w+)", " ".join(expressions())))
    assert [metric.name for metric in METRICS if not shown.intersection(_series(metric))] == []


def test_panels_do_not_overlap() -> None:
    taken = set[tuple[int, int]]()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not taken & cells
        assert at["x"] + at["w"] <= 24
        taken |= cells


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return loaded


def test_the_compose_file_is_whole() -> None:
    loaded = compose()
    assert loaded.keys() - {"x-kilde"} == {"name", "services", "volumes"}
    services = loaded["services"]
    assert services.keys() == {"kilde", "ingest", "postgres", "chroma"}
    for service in services.values():
        assert service["restart"] == "unless-stopped"
        assert "ports" not in service, "nothing need be reached from outside"
        for volume in service["volumes"]:
            source = volume.partition(":")[0]
            assert source.startswith("../") or source in loaded["volumes"]
        for needed in service.get("depends_on", {}):
            assert needed in services
    assert services["kilde"]["environment"]["DATABASE_URL"].endswith("@postgres/kilde")
    assert services["kilde"]["environment"]["CHROMA_URL"] == "http://chroma:8000"


def test_the_servers_are_of_the_versions_that_the_image_can_talk_to() -> None:
    services, dockerfile = compose()["services"], (REPO / "Dockerfile").read_text("utf-8")
    client = re.search(r"^chromadb==(\S+)", (REPO / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    assert client
    assert services["chroma"]["image"] == f"chromadb/chroma:{client[1]}"
    # Debian bookworm has the pg_dump of 15, which refuses a newer server.
    assert services["postgres"]["image"] == "postgres:15"
    assert dockerfile.count("-slim-bookworm") == 2
    assert "postgresql-client" in dockerfile


def test_the_image_asks_whether_it_is_well() -> None:
    dockerfile = (REPO / "Dockerfile").read_text("utf-8")
    assert re.search(r"^HEALTHCHECK .*CMD kilde health \|\| exit 1$", dockerfile, re.MULTILINE)
    assert re.search(r"^ENV .*METRICS_PORT=[1-9]", dockerfile, re.MULTILINE)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_the_units_are_valid_and_leave_little_open(tmp_path: Path) -> None:
    for name in UNITS:
        text = (DEPLOY / name).read_text("utf-8").replace("/srv/kilde/.venv/bin/python", shutil.which("env") or "")
        text = re.sub(r"^(User|Group)=kilde$", r"\1=root", text, flags=re.MULTILINE)
        (tmp_path / name).write_text(text, "utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(tmp_path / name for name in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (verified.returncode, verified.stderr) == (0, "")
    for name in UNITS[:2]:
        looked = ["systemd-analyze", "security", "--offline=true", "--threshold=25", "--no-pager"]
        subprocess.run([*looked, str(tmp_path / name)], check=True, capture_output=True)
