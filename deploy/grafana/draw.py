"""A board -> the JSON that Grafana imports."""

import json
from collections.abc import Iterator

from grafana_foundation_sdk.builders import dashboard as build
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import dashboard as model
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

from deploy.grafana.board import NOW, Board, Kind, Look, Panel, Query, Variable
from deploy.grafana.drawn import ANY_PANEL, PANELS

_SOURCE = model.DataSourceRef(type_val="prometheus", uid="${datasource}")
_TAG = "sinergi"
_HEIGHT = 8
_VALUES_HEIGHT = 5


def draw(board: Board) -> str:
    """The same text for the same board."""
    made = (
        build.Dashboard(board.title)
        .uid(f"sinergi-{board.id}")
        .description(board.text)
        .tags([_TAG])
        .time(board.since, "now")
        .refresh("30s")
        .timezone("browser")
        .tooltip(model.DashboardCursorSync.CROSSHAIR)
        .with_variable(build.DatasourceVariable("datasource").label("Prometheus").type("prometheus"))
        .link(_to_the_others())
    )
    for variable in board.variables:
        made.with_variable(_variable(variable, board.every_word))
    for row in board.rows:
        made.with_row(build.Row(row.title))
        for panel in row.panels:
            made.with_panel(_panel(panel))
    drawn = made.build()
    for number, placed in enumerate(drawn.panels or (), start=1):
        placed.id_val = number
    return json.dumps(drawn, cls=JSONEncoder, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _panel(panel: Panel) -> ANY_PANEL:
    drawn = (
        PANELS[panel.kind](panel)
        .title(panel.title)
        .description(" ".join([panel.text, *(f"Alert: {alert}." for alert in panel.alerts)]))
        .datasource(_SOURCE)
        .span(panel.width)
        .height(_VALUES_HEIGHT if panel.kind is Kind.VALUES else _HEIGHT)
        .unit(panel.unit)
        .thresholds(
            build.ThresholdsConfig()
            .mode(model.ThresholdsMode.ABSOLUTE)
            .steps([model.Threshold(value, colour) for value, colour in panel.marks.steps])
        )
    )
    if panel.decimals is not None:
        drawn.decimals(panel.decimals)
    if panel.largest is not None:
        drawn.max(panel.largest)
    for letter, query in zip("ABCDEFGH", panel.queries, strict=False):
        drawn.with_target(_query(panel, query, letter))
    for name, look in panel.looks.items():
        drawn.override_by_name(name, list(_properties(look)))
    return drawn


def _query(panel: Panel, query: Query, letter: str) -> Dataquery:
    made = Dataquery().expr(query.expr).legend_format(query.legend).ref_id(letter).datasource(_SOURCE)
    if panel.kind is Kind.HEAT:
        made.format(PromQueryFormat.HEATMAP)
    if query.exemplars:
        made.exemplar(True)
    return made.instant() if panel.kind in NOW else made.range()


def _properties(look: Look) -> Iterator[model.DynamicConfigValue]:
    if look.colour:
        yield model.DynamicConfigValue("color", {"mode": "fixed", "fixedColor": look.colour})
    if look.title:
        yield model.DynamicConfigValue("displayName", look.title)
    if look.unit:
        yield model.DynamicConfigValue("unit", look.unit)
        yield model.DynamicConfigValue("custom.axisPlacement", "right")


def _variable(variable: Variable, every_word: str) -> build.QueryVariable:
    return (
        build.QueryVariable(variable.name)
        .label(variable.title)
        .datasource(_SOURCE)
        .query(f"label_values({variable.metric}, {variable.label})")
        .refresh(model.VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(model.VariableSort.ALPHABETICAL_ASC)
        .multi(True)
        .include_all(True)
        .all_value(".*")
        .current(model.VariableOption(text=[every_word], value=["$__all"]))
    )


def _to_the_others() -> build.DashboardLink:
    return (
        build.DashboardLink("Sinergi")
        .type(model.DashboardLinkType.DASHBOARDS)
        .tags([_TAG])
        .as_dropdown(True)
        .include_vars(True)
        .keep_time(True)
    )
