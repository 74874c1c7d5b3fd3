"""The HTTP intake: how reports come in from apps."""

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
    bad_from,
    instance_of,
)
from deploy.grafana.boards.reading import here
from deploy.grafana.queries import per_minute, quantile

_HERE = here("intake")
_ASKED = f'{_HERE}, route!~"/metrics|/healthz/.*"'
"""Without what is asked every few seconds whether anybody reports or not."""
_REQUESTS = "sinergi_intake_requests_total"
_BY_CLASS = (
    f"60 * sum by (class) (label_replace(rate({_REQUESTS}{{{_ASKED}}}[$__rate_interval]),"
    ' "class", "${1}xx", "status", "(.).."))'
)
_FAILED = (
    f'(sum(rate({_REQUESTS}{{{_ASKED}, status=~"5.."}}[5m])) or vector(0))'
    f" / (sum(rate({_REQUESTS}{{{_ASKED}}}[5m])) > 0)"
)

_ANSWERS = Row(
    "Does it answer?",
    (
        Panel(
            "Requests, by status",
            "2xx is good, 4xx is the caller's mistake, 5xx is ours.",
            (Query(_BY_CLASS, "{{class}}"),),
            "cpm",
            Kind.STACK,
            looks={"2xx": Look(GOOD), "4xx": Look(WARNING), "5xx": Look(BAD)},
        ),
        Panel(
            "Part answered with an error of ours, 5 m",
            "0 is good; above 1 % apps lose patience and reports.",
            (Query(_FAILED, "5xx"),),
            "percentunit",
            marks=bad_from(0.01),
            alerts=("IntakeFails",),
        ),
        Panel(
            "Seconds until the answer, 95 %",
            "Tenths of a second is good; seconds mean that Kafka, Postgres or the photo store is slow.",
            (Query(quantile(0.95, "sinergi_intake_seconds", _ASKED, "route"), "{{route}}"),),
            "s",
        ),
    ),
)

_RECORDS = Row(
    "What does it take in?",
    (
        Panel(
            "Records that Kafka confirmed",
            "As many as there are good POST requests.",
            (Query(per_minute("sinergi_intake_published_total", _HERE, "topic"), "{{topic}}"),),
            "cpm",
            Kind.STACK,
        ),
        Panel(
            "Refused, by code",
            "A few are normal; many of one code mean that an app has changed or that somebody tries keys.",
            (Query(per_minute("sinergi_intake_refused_total", _HERE, "code"), "{{code}}"),),
            "cpm",
        ),
        Panel(
            "Requests, by route",
            "The usual mixture is good; `none` is what no route takes.",
            (Query(per_minute(_REQUESTS, _ASKED, "method, route"), "{{method}} {{route}}"),),
            "cpm",
        ),
    ),
)

INTAKE = Board(
    id="intake",
    title="Sinergi: intake",
    text="Do apps get their answers, and does what they send reach Kafka?",
    variables=(instance_of("intake"),),
    rows=(_ANSWERS, _RECORDS),
)
