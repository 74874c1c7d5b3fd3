"""The first stage: what a report is about, where, and how urgent."""

from deploy.grafana.board import CHANNEL, Board, Kind, Panel, Query, Row, instance_of
from deploy.grafana.boards.reading import batch_size, by_stage, here, keeping_up, refusals
from deploy.grafana.queries import mean, per_minute

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
        *by_stage(_PROCESS, width=6),
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
