"""The first stage: what a report is about, where, and how urgent."""

from deploy.grafana.board import CHANNEL, Board, Kind, Panel, Query, Row, instance_of
from deploy.grafana.boards.reading import batch_size, here, keeping_up, refusals
from deploy.grafana.queries import mean, per_minute, per_second, seconds_per_second

_PROCESS = "triage"
_HERE = here(_PROCESS)
_CHOSEN = f'{_HERE}, channel=~"$channel"'

_FINDINGS = Row(
    "What does it make of reports?",
    (
        Panel(
            "Reports understood, by family",
            "The usual mixture is good; a family that is gone or all there is may be a broken adapter.",
            (Query(per_minute("sinergi_reports_classified_total", _CHOSEN, "family"), "{{family}}"),),
            "cpm",
            Kind.STACK,
        ),
        Panel(
            "Mean confidence",
            "Steady is good; a step down means that people now say things that the model does not know.",
            (Query(mean("sinergi_classification_confidence", _CHOSEN, "channel"), "{{channel}}"),),
            "percentunit",
            largest=1,
        ),
        Panel(
            "For an operator to look at, by reason",
            "A few of a hundred is good; more than an operator can read is bad.",
            (Query(per_minute("sinergi_reports_for_review_total", _CHOSEN, "code"), "{{code}}"),),
            "cpm",
        ),
    ),
)

_WORK = Row(
    "What takes its time?",
    (
        Panel(
            "Seconds of work in a second, by stage",
            "Well below 1 for each instance is good; at 1 it is as fast as it can be.",
            (Query(seconds_per_second("sinergi_stage_seconds", _HERE, "stage"), "{{stage}}"),),
            "percentunit",
            Kind.STACK,
            width=6,
        ),
        Panel(
            "Seconds of the processor in a second, by stage",
            "Far below the seconds of work it waits: for Kafka, for Postgres, or for a core.",
            (Query(per_second("sinergi_stage_cpu_seconds_total", _HERE, "stage"), "{{stage}}"),),
            "percentunit",
            Kind.STACK,
            width=6,
        ),
        batch_size(_PROCESS, width=6),
        refusals(_PROCESS, width=6),
    ),
)

TRIAGE = Board(
    id="triage",
    title="Sinergi: triage",
    text="Does triage keep up, and does it still understand what people report?",
    variables=(instance_of(_PROCESS), CHANNEL),
    rows=(keeping_up(_PROCESS), _FINDINGS, _WORK),
)
