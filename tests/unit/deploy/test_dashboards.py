"""The dashboards are the boards', ask for figures that exist, and show all that exist."""

import json
import re
from collections.abc import Iterator
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
from tests.unit.deploy.figures import FIGURES, OF_PROMETHEUS, labels_kept, mentioned

_MADE = re.compile(r'label_replace\(.*?, "(\w+)",')
_VARIABLE = re.compile(r"\$([a-z]\w+)")
_SHOWN = re.compile(r"\{\{(\w+)\}\}")
_ONE_OF_ALL = re.compile(r"\bmax ?(?:by \([^)]*\) )?\($")


def panels() -> Iterator[tuple[Board, Panel]]:
    yield from ((board, panel) for board in BOARDS for row in board.rows for panel in row.panels)


def queries() -> list[tuple[str, str]]:
    """Each with the name of its series."""
    asked = [(query.expr, query.legend) for _, panel in panels() for query in panel.queries]
    chosen = [(one.metric, f"{{{{{one.label}}}}}") for board in BOARDS for one in board.variables]
    return asked + chosen


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
    for asked, found in mentioned(expr):
        assert found, f"no process shows {asked}"
        labels |= {label for one in found for label in one.labels}
    assert labels_kept(expr) <= labels
    assert set(_SHOWN.findall(legend)) <= labels


def test_shows_every_figure() -> None:
    shown = {one.name for expr, _ in queries() for _, found in mentioned(expr) for one in found}
    assert {one.name for figures in FIGURES.values() for one in figures} - shown == set()


@pytest.mark.parametrize(("expr", "legend"), queries())
def test_a_second_watch_doubles_nothing(expr: str, legend: str) -> None:
    """What the watch shows is the same whoever looks, so `sum` is over what `max` has made one of."""
    gauges = "|".join(one.name for one in FIGURES["watch"] if one.type == "gauge")
    before = re.split(rf"(?:{gauges})\b", expr)[:-1]
    assert "sum" not in expr or all(_ONE_OF_ALL.search(text) for text in before), legend


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
