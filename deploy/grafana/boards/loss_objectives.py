"""The two objectives: reports dispatched in time, and none lost."""

from deploy.grafana.board import Kind, Panel, Query, Row, bad_below, bad_from

MAY_BE_LATE = 0.001
"""Part of reports that may be dispatched later than after 60 s: the objective of deploy/prometheus/rules."""
BURNS_FAST = 14.4 * MAY_BE_LATE
"""Part that comes late when DispatchObjectiveBurnsFast pages somebody."""

_LATE_30D = (
    'max(label_replace(1 - sum(increase(sinergi_dispatch_seconds_bucket{le="60.0"}[30d]))'
    ' / (sum(increase(sinergi_dispatch_seconds_count[30d])) > 0), "part", "of_reports", "", "")'
    " or avg_over_time(sinergi:report_waits_too_long[30d]))"
)
"""The worse of two parts, as in deploy/prometheus/rules/objectives.yml, so that alerts and budget agree."""

OBJECTIVES = Row(
    "The objectives: 99.9 % of reports dispatched within 60 s, none lost",
    (
        Panel(
            "Dispatched within 60 s",
            "99.9 % or more is good; red in the first two pages somebody.",
            (
                Query("1 - sinergi:dispatch_late:ratio_rate5m", "5 m"),
                Query("1 - sinergi:dispatch_late:ratio_rate1h", "1 h"),
                Query(f"1 - {_LATE_30D}", "30 d"),
            ),
            "percentunit",
            Kind.VALUES,
            width=8,
            marks=bad_below(1 - BURNS_FAST, 1 - MAY_BE_LATE),
            alerts=("DispatchObjectiveBurnsFast",),
            decimals=2,
        ),
        Panel(
            "Error budget left, 30 d",
            "All is good, below 0 is a missed objective; the first of a channel and agency is not seen.",
            (Query(f"1 - {_LATE_30D} / {MAY_BE_LATE}", "left"),),
            "percentunit",
            Kind.VALUES,
            width=4,
            marks=bad_below(0, 0.25),
            decimals=0,
        ),
        Panel(
            "Reports lost",
            "0 is good; any other number pages somebody.",
            (Query("sum(max by (channel) (sinergi_reports_lost))", "lost"),),
            "short",
            Kind.VALUES,
            width=4,
            marks=bad_from(1),
            alerts=("ReportsLost",),
        ),
        Panel(
            "Oldest report on its way",
            "Seconds are good; from 60 s on the objective is being missed.",
            (Query('max(sinergi_lag_seconds{process=~"triage|resolve"})', "oldest"),),
            "s",
            Kind.VALUES,
            width=4,
            marks=bad_from(60),
        ),
        Panel(
            "Alerts that fire",
            "None is good; each has a page in deploy/runbook.",
            (
                Query(
                    'sum by (alertname) (ALERTS{alertstate="firing"}) or on () vector(0)',
                    "{{alertname}}",
                ),
            ),
            "short",
            Kind.VALUES,
            width=4,
            marks=bad_from(1),
        ),
    ),
)
