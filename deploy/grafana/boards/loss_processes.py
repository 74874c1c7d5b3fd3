"""Who works, whether the watch sees, and whether the audit log is whole."""

from deploy.grafana.board import Kind, Panel, Query, Row, bad_below, bad_from
from deploy.grafana.queries import per_minute

_OURS = 'job=~"triage|resolve|webhooks|intake|watch"'
_UNOWNED = (
    'count(max by (topic, partition) (sinergi_lag_records{process=~"triage|resolve"})'
    " unless on (topic, partition) max by (topic, partition) (sinergi_partition_owned)) or vector(0)"
)

PROCESSES = Row(
    "Who works?",
    (
        Panel(
            "Processes that answer",
            "One or more of each is good; fewer than were started is bad.",
            (Query(f"sum by (job) (up{{{_OURS}}})", "{{job}}"),),
            "short",
            Kind.VALUES,
            width=8,
            marks=bad_below(1),
            alerts=("ProcessDown",),
        ),
        Panel(
            "Versions",
            "One version of each process is good; two for long mean that an upgrade stopped half-way.",
            (Query("count by (process, version) (sinergi_build_info)", "{{process}} {{version}}"),),
            "short",
            Kind.VALUES,
            width=8,
        ),
        Panel(
            "Partitions without owner",
            "0 is good, and more for a moment while partitions are given out anew.",
            (Query(_UNOWNED, "without owner"),),
            "short",
            Kind.VALUES,
            width=8,
            marks=bad_from(1),
            alerts=("PartitionWithoutOwner",),
        ),
        Panel(
            "Partitions owned",
            "As many for each instance as for the others is good.",
            (
                Query(
                    "sum by (job, instance) (sinergi_partition_owned)",
                    "{{job}} {{instance}}",
                ),
            ),
            "short",
            Kind.STACK,
            width=8,
        ),
        Panel(
            "Partitions given out anew",
            "Only at starts and stops is good; again and again means that a worker dies or is too slow.",
            (
                Query(
                    "sum by (job) (increase(sinergi_rebalances_total[$__rate_interval]))",
                    "{{job}}",
                ),
            ),
            "short",
            width=8,
        ),
        Panel(
            "Spans of traces",
            "None, or all sent, is good; lost ones mean that the collector is away or too slow.",
            (
                Query(
                    "sum by (job, result) (increase(sinergi_trace_spans_total[$__rate_interval]))",
                    "{{job}} {{result}}",
                ),
            ),
            "short",
            width=8,
        ),
    ),
)

WATCH = Row(
    "Does the watch see?",
    (
        Panel(
            "Since each look's last answer",
            "A few seconds is good; from 60 s on the panels above show the past.",
            (Query("time() - min by (look) (sinergi_look_success_timestamp_seconds)", "{{look}}"),),
            "s",
            marks=bad_from(60),
            alerts=("WatchBlind",),
        ),
        Panel(
            "Looks without an answer",
            "None is good; the watch's log says why there was none.",
            (Query(per_minute("sinergi_look_failures_total", by="look"), "{{look}}"),),
            "cpm",
        ),
        Panel(
            "Reports accounted for",
            "As many as come in is good: each was looked for after the workers had finished with it.",
            (
                Query(
                    per_minute("sinergi_reports_audited_total", 'channel=~"$channel"', "channel"),
                    "{{channel}}",
                ),
            ),
            "cpm",
        ),
    ),
)

AUDIT = Row(
    "Is what was noted still there?",
    (
        Panel(
            "Audit log cut off",
            "None is good: its last row was gone or another one, as after an older backup was restored.",
            (Query("sum(increase(sinergi_audit_cuts_total[1h])) or vector(0)", "in an hour"),),
            "short",
            width=8,
            marks=bad_from(1),
            alerts=("AuditLogCut",),
        ),
        Panel(
            "Rows of the audit log",
            "Rising or level is good.",
            (Query("max(sinergi_audit_rows) or vector(0)", "rows"),),
            "short",
            width=8,
        ),
        Panel(
            "Since personal data was removed last",
            "A day is good; from two on what `sinergi retain` should have removed is still there.",
            (Query("max(sinergi_retained_age_seconds) or vector(0)", "since"),),
            "s",
            width=8,
            marks=bad_from(2 * 86_400),
        ),
    ),
)
