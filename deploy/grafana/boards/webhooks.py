"""Deliveries over HTTP to agencies that want them."""

from deploy.grafana.board import (
    BAD,
    GOOD,
    WARNING,
    Board,
    Kind,
    Look,
    Panel,
    Query,
    Row,
    Variable,
    bad_from,
    instance_of,
)
from deploy.grafana.boards.reading import batch_size, keeping_up
from deploy.grafana.queries import per_minute

_AGENCY = Variable("agency", "Agency", "sinergi_webhook_waiting", "agency")
_CHOSEN = 'agency=~"$agency"'
_OUTCOMES = {
    "delivered": Look(GOOD),
    "retried": Look(WARNING),
    "failed": Look(BAD),
    "gone": Look("dark-red"),
    "unreadable": Look("purple"),
}

_DELIVERIES = Row(
    "Do agencies get what is theirs?",
    (
        Panel(
            "Given up and not resent",
            "0 is good; more means that an agency has not heard of something and nobody has sent it again.",
            (Query(f"max by (agency) (sinergi_webhook_failed{{{_CHOSEN}}})", "{{agency}}"),),
            "short",
            Kind.BARS,
            width=6,
            marks=bad_from(1),
            alerts=("WebhooksStuck",),
        ),
        Panel(
            "Oldest that waits",
            "Seconds is good; from ten minutes on an agency's server does not answer.",
            (Query(f"max by (agency) (sinergi_webhook_oldest_waiting_seconds{{{_CHOSEN}}})", "{{agency}}"),),
            "s",
            width=6,
            marks=bad_from(600),
            alerts=("WebhooksStuck",),
        ),
        Panel(
            "Deliveries that wait",
            "Near 0 is good; at 10,000 the rest of that agency's waits in Kafka.",
            (Query(f"max by (agency) (sinergi_webhook_waiting{{{_CHOSEN}}})", "{{agency}}"),),
            "short",
            width=6,
        ),
        Panel(
            "Tries, by outcome",
            "Delivered is good; retried now and then is normal; failed and gone are bad.",
            (Query(per_minute("sinergi_webhook_tries_total", _CHOSEN, "outcome"), "{{outcome}}"),),
            "cpm",
            Kind.STACK,
            width=6,
            looks=_OUTCOMES,
        ),
    ),
)

_WORK = Row(
    "How does it work?",
    (
        batch_size("webhooks", width=12),
        Panel(
            "Scrapes at which Postgres did not answer",
            "None is good; while there are some, the panels above have gaps.",
            (Query(per_minute("sinergi_webhooks_unknown_total"), "no answer"),),
            "cpm",
            width=12,
        ),
    ),
)

WEBHOOKS = Board(
    id="webhooks",
    title="Sinergi: webhooks",
    text="Do agencies that want dispatches over HTTP get them?",
    variables=(_AGENCY, instance_of("webhooks")),
    rows=(_DELIVERIES, keeping_up("webhooks"), _WORK),
)
