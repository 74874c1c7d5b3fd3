"""Panels of every process that works through topics."""

from deploy.grafana.board import BAD, GOOD, Kind, Look, Panel, Query, Row, bad_from
from deploy.grafana.queries import per_minute, per_second, seconds_per_second

OUTCOMES = {"applied": Look(GOOD), "refused": Look(BAD)}


def here(process: str) -> str:
    """What to ask of this process alone, of the instances that the reader has chosen."""
    return f'job="{process}", instance=~"$instance"'


def keeping_up(process: str) -> Row:
    """Whether it does, and what it has to do."""
    behind = f'process="{process}"'
    waiting = f"max by (topic, partition) (sinergi_lag_records{{{behind}}})"
    return Row(
        "Does it keep up?",
        (
            Panel(
                "Oldest record not yet finished",
                "Near 0 is good; what stays above 60 s breaks the objective.",
                (Query(f"max by (topics) ({_gathered(f'sinergi_lag_seconds{{{behind}}}')})", "{{topics}}"),),
                "s",
                marks=bad_from(60),
                alerts=("LagGrows",),
            ),
            Panel(
                "Records not yet finished",
                "A hill that is worked off is good; a slope that only rises is bad.",
                (Query(f"sum by (topics) ({_gathered(waiting)})", "{{topics}}"),),
                "short",
            ),
            Panel(
                "Records read",
                "As many as come in is good; none while records wait is bad.",
                (Query(f"60 * {_rate('sinergi_records_read_total', process)}", "{{topics}}"),),
                "cpm",
            ),
        ),
    )


def batch_size(process: str, width: int = 8) -> Panel:
    """Small batches mean that there is time left."""
    records, batches = (_rate(f"sinergi_batch_records_{what}", process) for what in ("sum", "count"))
    return Panel(
        "Records in a batch",
        "Few means that it waits for records; many means that records wait for it.",
        (Query(f"{records} / {batches}", "{{topics}}"),),
        "short",
        width=width,
    )


def by_stage(process: str, width: int = 8) -> tuple[Panel, Panel]:
    """How long each stage works, and how much of that is the processor's."""
    return (
        Panel(
            "Seconds of work in a second, by stage",
            "Well below 1 for each instance is good; at 1 it is as fast as it can be.",
            (Query(seconds_per_second("sinergi_stage_seconds", here(process), "stage"), "{{stage}}"),),
            "percentunit",
            Kind.STACK,
            width=width,
        ),
        Panel(
            "Seconds of the processor in a second, by stage",
            "Far below the seconds of work it waits: for Kafka, for Postgres, or for a core.",
            (Query(per_second("sinergi_stage_cpu_seconds_total", here(process), "stage"), "{{stage}}"),),
            "percentunit",
            Kind.STACK,
            width=width,
        ),
    )


def refusals(process: str, width: int = 8) -> Panel:
    """What this process itself refused."""
    return Panel(
        "Refused, by code",
        "A few are normal; many of one code mean that a sender has changed or broken.",
        (Query(per_minute("sinergi_records_rejected_total", here(process), "code"), "{{code}}"),),
        "cpm",
        width=width,
    )


def _rate(counter: str, process: str) -> str:
    return f"sum by (topics) ({_gathered(f'rate({counter}{{{here(process)}}}[$__rate_interval])')})"


def _gathered(series: str) -> str:
    """One line for all agencies' topics of a kind, since there are dozens; channels keep their own."""
    return f'label_replace({series}, "topics", "$1", "topic", "(reports[.][a-z_]+|[a-z]+).*")'
