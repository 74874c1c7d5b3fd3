"""What each kind of panel looks like."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from grafana_foundation_sdk.builders import bargauge, common, dashboard, heatmap, stat, timeseries
from grafana_foundation_sdk.models import common as model
from grafana_foundation_sdk.models.dashboard import FieldColorModeId
from grafana_foundation_sdk.models.heatmap import HeatmapColorMode

from deploy.grafana.board import NO_MARKS, Kind, Panel

ANY_PANEL: TypeAlias = timeseries.Panel | stat.Panel | bargauge.Panel | heatmap.Panel

# A series has the same colour on every panel, since it has the same name there.
_BY_NAME = FieldColorModeId.PALETTE_CLASSIC_BY_NAME


def _lines(panel: Panel) -> timeseries.Panel:
    marked = model.GraphThresholdsStyleMode.OFF if panel.marks == NO_MARKS else _MARK_LINE
    return (
        timeseries.Panel()
        .color_scheme(dashboard.FieldColor().mode(_BY_NAME))
        .min(0)
        .line_width(1)
        .fill_opacity(8)
        .show_points(model.VisibilityMode.AUTO)
        .thresholds_style(common.GraphThresholdsStyleConfig().mode(marked))
        .legend(
            common.VizLegendOptions()
            .display_mode(model.LegendDisplayMode.LIST)
            .placement(model.LegendPlacement.BOTTOM)
            .show_legend(True)
        )
        .tooltip(
            common.VizTooltipOptions().mode(model.TooltipDisplayMode.MULTI).sort(model.SortOrder.DESCENDING)
        )
    )


def _stack(panel: Panel) -> timeseries.Panel:
    stacked = common.StackingConfig().mode(model.StackingMode.NORMAL).group("A")
    return _lines(panel).fill_opacity(60).stacking(stacked)


def _values(panel: Panel) -> stat.Panel:
    single = len(panel.queries) == 1 and "{{" not in panel.queries[0].legend
    return (
        stat.Panel()
        .color_scheme(dashboard.FieldColor().mode(FieldColorModeId.THRESHOLDS))
        .graph_mode(model.BigValueGraphMode.NONE)
        .color_mode(model.BigValueColorMode.VALUE)
        .text_mode(model.BigValueTextMode.VALUE if single else model.BigValueTextMode.VALUE_AND_NAME)
        .reduce_options(_last())
    )


def _bars(panel: Panel) -> bargauge.Panel:
    colours = _BY_NAME if panel.marks == NO_MARKS else FieldColorModeId.THRESHOLDS
    return (
        bargauge.Panel()
        .color_scheme(dashboard.FieldColor().mode(colours))
        .min(0)
        .orientation(model.VizOrientation.HORIZONTAL)
        .display_mode(model.BarGaugeDisplayMode.BASIC)
        .show_unfilled(True)
        .reduce_options(_last())
    )


def _heat(panel: Panel) -> heatmap.Panel:
    return (
        heatmap.Panel()
        .calculate(False)
        .color(
            heatmap.HeatmapColorOptions()
            .mode(HeatmapColorMode.SCHEME)
            .scheme("Blues")
            .exponent(0.5)
            .steps(32)
            .reverse(False)
        )
        .cell_gap(1)
        .y_axis(heatmap.YAxisConfig().unit(panel.unit))
        .show_legend()
        .mode(model.TooltipDisplayMode.SINGLE)
    )


def _last() -> common.ReduceDataOptions:
    return common.ReduceDataOptions().calcs(["lastNotNull"]).values(False)


_MARK_LINE = model.GraphThresholdsStyleMode.DASHED

PANELS: Mapping[Kind, Callable[[Panel], ANY_PANEL]] = {
    Kind.LINES: _lines,
    Kind.STACK: _stack,
    Kind.HEAT: _heat,
    Kind.VALUES: _values,
    Kind.BARS: _bars,
}
