"""The second stage: reports become incidents, and all are told."""

from deploy.grafana.board import BAD, CHANNEL, Board, Kind, Look, Panel, Query, Row, bad_from, instance_of
from deploy.grafana.boards.reading import OUTCOMES, batch_size, by_stage, here, keeping_up, refusals
from deploy.grafana.queries import per_minute, quantile

_PROCESS = "resolve"
_HERE = here(_PROCESS)
_CHOSEN = f'{_HERE}, channel=~"$channel"'

_DECISIONS = Row(
    "What does it decide?",
    (
        Panel(
            "Reports recorded, by decision",
            "The usual mixture is good; all `opens` or all `joins` mean that places or texts have changed.",
            (Query(per_minute("sinergi_reports_recorded_total", _CHOSEN, "decision"), "{{decision}}"),),
            "cpm",
            Kind.STACK,
        ),
        Panel(
            "Reports that came again",
            "None but after a restart or from an adapter that repeats itself.",
            (Query(per_minute("sinergi_reports_redelivered_total", _CHOSEN, "channel"), "{{channel}}"),),
            "cpm",
        ),
        Panel(
            "In memory",
            "Incidents come and go with the days; only ever more means that none is closed.",
            (
                Query(f"sum(sinergi_open_incidents{{{_HERE}}})", "open incidents"),
                Query(f"sum(sinergi_open_events{{{_HERE}}})", "events that go on"),
            ),
            "short",
        ),
        Panel(
            "What agencies said",
            "Refused ones mean that an agency's system answers what is over or is not its own.",
            (Query(per_minute("sinergi_progress_total", _HERE, "result"), "{{result}}"),),
            "cpm",
            looks=OUTCOMES,
        ),
        Panel(
            "What reporters answered",
            "Refused ones are answers that came too late or are not of who was asked.",
            (Query(per_minute("sinergi_replies_total", _HERE, "result"), "{{result}}"),),
            "cpm",
            looks=OUTCOMES,
        ),
        Panel(
            "Corrections",
            "Applied is good; `under_way` and no `applied` after it means that the other key is stuck.",
            (Query(per_minute("sinergi_corrections_total", _HERE, "kind, result"), "{{kind}} {{result}}"),),
            "cpm",
        ),
    ),
)

_TELLING = Row(
    "Whom does it tell?",
    (
        Panel(
            "Dispatches, by agency",
            "As many as there are incidents of an agency is good; a flood to one of them is bad.",
            (Query(per_minute("sinergi_dispatches_sent_total", _HERE, "agency"), "{{agency}}"),),
            "cpm",
            Kind.STACK,
        ),
        Panel(
            "Feedback to reporters",
            "Unreachable ones are reporters of a channel that has left the catalog.",
            (
                Query(per_minute("sinergi_feedback_sent_total", _CHOSEN, "channel"), "{{channel}}"),
                Query(per_minute("sinergi_reporters_unreachable_total", _CHOSEN), "unreachable"),
            ),
            "cpm",
            looks={"unreachable": Look(BAD)},
        ),
        Panel(
            "Outbox",
            "Empty is good; what waits longer than 60 s was decided and nobody hears of it.",
            (
                Query("max by (topic) (sinergi_outbox_oldest_seconds)", "age: {{topic}}"),
                Query("sum(max by (topic) (sinergi_outbox_messages))", "messages"),
            ),
            "s",
            marks=bad_from(60),
            alerts=("OutboxStuck",),
            looks={"messages": Look(unit="short")},
        ),
    ),
)

_WORK = Row(
    "What takes its time?",
    (
        Panel(
            "Transaction, 99 %",
            "Tenths of a second is good; seconds mean that Postgres is slow or batches are large.",
            (Query(quantile(0.99, "sinergi_transaction_seconds", _HERE, "agent"), "{{agent}}"),),
            "s",
            width=8,
        ),
        *by_stage(_PROCESS, width=8),
        batch_size(_PROCESS, width=12),
        refusals(_PROCESS, width=12),
    ),
)

RESOLVE = Board(
    id="resolve",
    title="Sinergi: resolve",
    text="Does resolve keep up, what does it decide, and do all hear of it?",
    variables=(instance_of(_PROCESS), CHANNEL),
    rows=(keeping_up(_PROCESS), _DECISIONS, _TELLING, _WORK),
)
