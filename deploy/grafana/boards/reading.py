"""Panels of every process that works through topics."""

from deploy.grafana.board import BAD, GOOD, Look, Panel, Query, Row, bad_from
from deploy.grafana.queries import mean, per_minute

KEPT, REFUSED = Look(GOOD), Look(BAD)
OUTCOMES = {"applied": KEPT, "refused": REFUSED}
_HERE = 'instance=~"$instance"'


def here(process: str) -> str:
    """What to ask of this process alone, of the instances that the reader has chosen."""
    return f'job="{process}", {_HERE}'


def keeping_up(process: str) -> Row:
    """Whether it does, and what it has to do."""
    behind = f'process="{process}"'
    return Row(
        "Does it keep up?",
        (
            Panel(
                "Oldest record not yet finished",
                "Near 0 is good; what stays above 60 s breaks the objective.",
                (Query(f"max by (topic) (sinergi_lag_seconds{{{behind}}})", "{{topic}}"),),
                "s",
                marks=bad_from(60),
                alerts=("LagGrows",),
            ),
            Panel(
                "Records not yet finished",
                "A hill that is worked off is good; a slope that only rises is bad.",
                (Query(f"sum by (topic) (sinergi_lag_records{{{behind}}})", "{{topic}}"),),
                "short",
            ),
            Panel(
                "Records read",
                "As many as come in is good; none while records wait is bad.",
                (Query(per_minute("sinergi_records_read_total", here(process), "topic"), "{{topic}}"),),
                "cpm",
            ),
        ),
    )


def batch_size(process: str, width: int = 8) -> Panel:
    """Small batches mean that there is time left."""
    return Panel(
        "Records in a batch",
        "Few means that it waits for records; many means that records wait for it.",
        (Query(mean("sinergi_batch_records", here(process), "topic"), "{{topic}}"),),
        "short",
        width=width,
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
