"""The way of a report: how long it takes, what goes in and out, what waits."""

from deploy.grafana.board import Look, Panel, Query, Row, bad_from
from deploy.grafana.boards.loss_objectives import BURNS_FAST, MAY_BE_LATE
from deploy.grafana.queries import per_minute, quantile

_CHOSEN = 'channel=~"$channel"'
_ON_ITS_WAY = "sinergi_dispatch_seconds"

ON_THE_WAY = Row(
    "How long does it take?",
    (
        Panel(
            "From report to dispatch",
            "Below a second is normal and 60 s is the objective; a point is one report's trace.",
            (
                Query(quantile(0.5, _ON_ITS_WAY, _CHOSEN), "half of them"),
                Query(quantile(0.95, _ON_ITS_WAY, _CHOSEN), "95 %"),
                Query(quantile(0.99, _ON_ITS_WAY, _CHOSEN), "99 %", exemplars=True),
            ),
            "s",
            width=12,
            marks=bad_from(60),
        ),
        Panel(
            "Part that comes late",
            "Below the lower line is good; an hour above the upper one uses up 2 % of the month's budget.",
            (
                Query("sinergi:dispatch_late:ratio_rate5m", "5 m"),
                Query("sinergi:dispatch_late:ratio_rate1h", "1 h"),
                Query("sinergi:dispatch_late:ratio_rate6h", "6 h"),
                Query("sinergi:dispatch_late:ratio_rate3d", "3 d"),
            ),
            "percentunit",
            width=12,
            marks=bad_from(BURNS_FAST, MAY_BE_LATE),
            alerts=("DispatchObjectiveBurnsFast", "DispatchObjectiveBurnsSlowly"),
        ),
    ),
)

_TAKEN_IN = (
    'label_replace(sum by (topic) (rate(sinergi_records_read_total{job="triage",'
    ' topic=~"reports[.]($channel)"}[$__rate_interval])), "channel", "$1", "topic", "reports[.](.*)")'
)

IN_AND_OUT = Row(
    "What goes in and out?",
    (
        Panel(
            "Reports in",
            "As usual for the hour is good; none of a channel is bad if it is not night.",
            (Query(f"60 * {_TAKEN_IN}", "{{channel}}"),),
            "cpm",
        ),
        Panel(
            "Out",
            "What comes in is recorded a moment later, and agencies hear of it.",
            (
                Query(per_minute("sinergi_reports_recorded_total", _CHOSEN), "reports recorded"),
                Query(per_minute("sinergi_dispatches_sent_total"), "dispatches"),
                Query(per_minute("sinergi_feedback_sent_total", _CHOSEN), "feedback"),
                Query(per_minute("sinergi_event_messages_sent_total"), "messages of events"),
            ),
            "cpm",
        ),
        Panel(
            "Refused, by channel and code",
            "A few are normal; many of one channel mean that its adapter is broken.",
            (
                Query(
                    per_minute(
                        "sinergi_records_rejected_total", 'topic=~"reports[.]($channel)"', "topic, code"
                    ),
                    "{{topic}} {{code}}",
                ),
            ),
            "cpm",
        ),
        Panel(
            "Part that is refused",
            "Below one in twenty is good; more, and five times more than usual, is bad.",
            (Query("sinergi:refused:ratio_rate10m", "{{topic}}"),),
            "percentunit",
            marks=bad_from(0.05),
            alerts=("RefusalsRise",),
        ),
        Panel(
            "Reports that would normally have come since the last one",
            "0 to 3 is good; from 7 on a channel is silent for longer than chance explains.",
            (Query(f"sinergi_channel_expected_reports{{{_CHOSEN}}}", "{{channel}}"),),
            "short",
            marks=bad_from(7),
            alerts=("ChannelSilent",),
        ),
        Panel(
            "Since the newest report",
            "Short by day is good; the panel beside says how long is too long.",
            (Query(f"sinergi_channel_silent_seconds{{{_CHOSEN}}}", "{{channel}}"),),
            "s",
        ),
        Panel(
            "Records set aside in the last hour",
            "None is good: each is one that our own code fails on, and nobody acts upon it.",
            (
                Query(
                    "count by (topic) (changes(sinergi_record_set_aside_timestamp_seconds[1h]) > 0"
                    " or (sinergi_record_set_aside_timestamp_seconds"
                    " unless sinergi_record_set_aside_timestamp_seconds offset 1h)) or vector(0)",
                    "{{topic}}",
                ),
            ),
            "short",
            width=24,
            marks=bad_from(1),
            alerts=("RecordSetAside",),
        ),
    ),
)

WAITING = Row(
    "What waits?",
    (
        Panel(
            "Oldest record not yet finished",
            "Near 0 is good; above 60 s and rising is bad.",
            (Query("max by (process) (sinergi_lag_seconds)", "{{process}}"),),
            "s",
            marks=bad_from(60),
            alerts=("LagGrows",),
        ),
        Panel(
            "Records not yet finished",
            "A hill that is worked off is good; a slope that only rises is bad.",
            (
                Query(
                    "sum by (process) (max by (process, topic, partition) (sinergi_lag_records))",
                    "{{process}}",
                ),
            ),
            "short",
        ),
        Panel(
            "Outbox",
            "Empty is good; what waits longer than 60 s was decided and nobody hears of it.",
            (
                Query("max(sinergi_outbox_oldest_seconds)", "age of the oldest"),
                Query("sum(max by (topic) (sinergi_outbox_messages))", "messages"),
            ),
            "s",
            marks=bad_from(60),
            alerts=("OutboxStuck",),
            looks={"messages": Look(unit="short")},
        ),
    ),
)
