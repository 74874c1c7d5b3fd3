"""The dashboards are the boards', ask for figures that exist, and show all that exist."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deploy.grafana import written
from deploy.grafana.board import LINE_WIDTH, Board, Kind, Panel
from deploy.grafana.boards import BOARDS
from deploy.grafana.boards.city_words import ANSWERS, CORRECTIONS, DECISIONS, SAID, STEPS
from schemas.correction import Correction
from schemas.incident import Decision
from schemas.life import Step
from schemas.progress import Said
from streams.metrics import IntakeMetrics, Metrics, WatchMetrics, WebhookMetrics

PROCESSES = {
    "triage": Metrics("triage"),
    "resolve": Metrics("resolve"),
    "webhooks": WebhookMetrics(),
    "intake": IntakeMetrics(),
    "watch": WatchMetrics(),
}
OF_PROMETHEUS = {"job", "instance", "le", "version"}
"""Labels that Prometheus adds, and that of `build_info`."""
_METRIC = re.compile(r"\b(sinergi_[a-z_]+)(?:\{([^}]*)\})?")
_MATCHER = re.compile(r'(\w+)(=~|!=|!~|=)"([^"]*)"')
_KEPT = re.compile(r"\b(?:by|on) \(([^)]*)\)")
_MADE = re.compile(r'label_replace\(.*?, "(\w+)",')
_VARIABLE = re.compile(r"\$([a-z]\w+)")
_SHOWN = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Figure:
    """Of one process."""

    name: str
    type: str
    labels: frozenset[str]

    def series(self) -> set[str]:
        if self.type == "histogram":
            return {f"{self.name}_bucket", f"{self.name}_sum", f"{self.name}_count"}
        return {f"{self.name}_total"} if self.type == "counter" else {self.name}


def figures_of(process: str) -> list[Figure]:
    collectors = PROCESSES[process].registry._collector_to_names
    return [Figure(one._name, one._type, frozenset(one._labelnames)) for one in collectors]


FIGURES = {process: figures_of(process) for process in PROCESSES}


def panels() -> Iterator[tuple[Board, Panel]]:
    yield from ((board, panel) for board in BOARDS for row in board.rows for panel in row.panels)


def queries() -> list[tuple[str, str]]:
    """Each with the name of its series."""
    asked = [(query.expr, query.legend) for _, panel in panels() for query in panel.queries]
    chosen = [(one.metric, f"{{{{{one.label}}}}}") for board in BOARDS for one in board.variables]
    return asked + chosen


def known(series: str, matchers: list[tuple[str, str, str]]) -> list[Figure]:
    """The figures that this may mean."""
    jobs = {value for label, sign, value in matchers if label == "job" and sign == "="} or PROCESSES.keys()
    named = {label for label, _, _ in matchers} - OF_PROMETHEUS
    return [one for job in jobs for one in FIGURES[job] if series in one.series() and named <= one.labels]


def test_lie_here_as_the_boards_say() -> None:
    assert written.differing(written.DASHBOARDS) == [], "run make dashboards"


def test_writing_leaves_no_others(tmp_path: Path) -> None:
    (tmp_path / "of_yesterday.json").write_text("{}")
    (tmp_path / "loss.json").write_text("{}")
    assert "of_yesterday.json" in written.differing(tmp_path)
    written.write(tmp_path)
    assert written.differing(tmp_path) == []


@pytest.mark.parametrize(("expr", "legend"), queries())
def test_asks_for_figures_and_labels_that_exist(expr: str, legend: str) -> None:
    labels = set(OF_PROMETHEUS) | set(_MADE.findall(expr)) | {"alertname", "topic"}
    for series, braces in _METRIC.findall(expr):
        found = known(series, _MATCHER.findall(braces))
        assert found, f"no process shows {series}{{{braces}}}"
        labels |= {label for one in found for label in one.labels}
    kept = {label.strip() for group in _KEPT.findall(expr) for label in group.split(",") if label.strip()}
    assert kept <= labels
    assert set(_SHOWN.findall(legend)) <= labels


def test_shows_every_figure() -> None:
    shown = {series for expr, _ in queries() for series, _ in _METRIC.findall(expr)}
    missing = {one.name for figures in FIGURES.values() for one in figures if not one.series() & shown}
    assert missing == set()


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.id)
def test_offers_the_variables_that_it_asks_with(board: Board) -> None:
    asked = " ".join(query.expr for row in board.rows for panel in row.panels for query in panel.queries)
    assert set(_VARIABLE.findall(asked)) == {variable.name for variable in board.variables}


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.id)
def test_lines_are_full(board: Board) -> None:
    for row in board.rows:
        width = 0
        for panel in row.panels:
            width += panel.width
            if width >= LINE_WIDTH:
                width -= LINE_WIDTH
        assert width == 0, row.title


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.id)
def test_says_in_a_sentence_what_is_good(board: Board) -> None:
    for row in board.rows:
        for panel in row.panels:
            assert panel.text.endswith("."), panel.title
            assert panel.text.count(". ") == 0, panel.title


def test_names_of_series_fit_their_panel() -> None:
    """Queries of a panel have names of their own."""
    for _, panel in panels():
        legends = [query.legend for query in panel.queries]
        assert len(set(legends)) == len(legends), panel.title


def test_translates_every_code() -> None:
    assert STEPS.keys() == set(Step)
    assert SAID.keys() == set(Said)
    assert DECISIONS.keys() == set(Decision)
    assert ANSWERS.keys() == {"yes", "no"}
    mapping = Correction.model_json_schema()["properties"]["what"]["discriminator"]["mapping"]
    assert CORRECTIONS.keys() == set(mapping)


@pytest.mark.parametrize("name", sorted(written.drawn()))
def test_is_what_grafana_takes(name: str) -> None:
    """Panels do not lie on each other and have ids of their own, and all ask the chosen Prometheus."""
    drawn: dict[str, Any] = json.loads(written.drawn()[name])
    taken: set[tuple[int, int]] = set()
    for panel in drawn["panels"]:
        at = panel["gridPos"]
        cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
        assert not cells & taken, panel["title"]
        assert at["x"] + at["w"] <= LINE_WIDTH, panel["title"]
        taken |= cells
    ids = [panel["id"] for panel in drawn["panels"]]
    assert len(set(ids)) == len(ids)
    asked = [target for panel in drawn["panels"] for target in panel.get("targets", ())]
    assert {target["datasource"]["uid"] for target in asked} == {"${datasource}"}
    assert drawn["uid"] == f"sinergi-{name.removesuffix('.json')}"


def test_only_the_latency_asks_for_traces() -> None:
    asked = [panel.title for _, panel in panels() for query in panel.queries if query.exemplars]
    assert asked == ["From report to dispatch"]
    assert all(panel.kind is Kind.LINES for _, panel in panels() if any(q.exemplars for q in panel.queries))
