"""Colours turn where alerts fire, and every alert is shown by a panel."""

import re

import pytest

from deploy.grafana.board import NO_MARKS, Panel
from deploy.grafana.boards import BOARDS
from tests.unit.deploy.files import rules

ALERTS: dict[str, str] = {rule["alert"]: rule["expr"] for rule in rules() if "alert" in rule}
PANELS = [panel for board in BOARDS for row in board.rows for panel in row.panels if panel.alerts]
_COMPARED = re.compile(r"(?:>|<|==) *([\d.]+)(?: \* ([\d.]+))?")


def marks_of(alert: str) -> set[float]:
    """What its expression compares with, as panels may show it: as it is, as what is left to 1, above 0."""
    compared = {float(one) * float(other or 1) for one, other in _COMPARED.findall(ALERTS[alert])}
    return {round(mark, 6) for number in compared or {0.0} for mark in (number, 1 - number)}


def test_every_alert_is_shown() -> None:
    assert {alert for panel in PANELS for alert in panel.alerts} == ALERTS.keys()


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.title)
def test_colours_turn_where_alerts_fire(panel: Panel) -> None:
    assert panel.marks != NO_MARKS
    turns = {round(value, 6) for value, _ in panel.marks.steps if value is not None}
    for alert in panel.alerts:
        assert turns & marks_of(alert), alert
