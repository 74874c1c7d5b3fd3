"""The board: whether people see what is open, and who signs in."""

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
    bad_below,
    bad_from,
    instance_of,
)
from deploy.grafana.boards.reading import here
from deploy.grafana.queries import per_minute, quantile

_HERE = here("board")
_ASKED = f'{_HERE}, route!~"/metrics|/healthz/.*|/live/changes"'
"""Without what is asked every few seconds, and without what is answered for as long as a page is open."""
_REQUESTS = "sinergi_board_requests_total"

_LIVE = Row(
    "Do people see what is open?",
    (
        Panel(
            "Hears of changes",
            "1 is good; 0 means that pages show what was and say so.",
            (Query(f"min by (instance) (sinergi_board_hears_changes{{{_HERE}}})", "{{instance}}"),),
            "none",
            marks=bad_below(1),
            alerts=("BoardDeaf",),
            largest=1,
            decimals=0,
        ),
        Panel(
            "Open incidents that it holds",
            "As many as are open is good; a line that breaks off means that it was started anew.",
            (Query(f"max by (instance) (sinergi_board_incidents{{{_HERE}}})", "{{instance}}"),),
            "short",
        ),
        Panel(
            "Windows that follow",
            "As many as people have open is good; 400 is the most that one board tells.",
            (Query(f"sum by (instance) (sinergi_board_browsers{{{_HERE}}})", "{{instance}}"),),
            "short",
            marks=bad_from(400, 300),
        ),
        Panel(
            "Changes read",
            "As many as incidents change is good; none while reports come means that nobody tells it.",
            (Query(per_minute("sinergi_board_changes_total", _HERE), "incidents"),),
            "cpm",
        ),
        Panel(
            "All read anew",
            "Only starts is good; `reconnected`: Postgres was away; `flood`: more changed than it follows.",
            (Query(per_minute("sinergi_board_read_anew_total", _HERE, "why"), "{{why}}"),),
            "cpm",
        ),
        Panel(
            "Windows that were too slow",
            "0 is good; each had more waiting than it took, and loaded all anew.",
            (Query(per_minute("sinergi_board_slow_browsers_total", _HERE), "windows"),),
            "cpm",
        ),
    ),
)

_ANSWERS = Row(
    "Does it answer?",
    (
        Panel(
            "Requests, by status",
            "2xx and 3xx are good, 4xx is what somebody may not or mistyped, 5xx is ours.",
            (
                Query(
                    f"60 * sum by (class) (label_replace(rate({_REQUESTS}{{{_ASKED}}}[$__rate_interval]),"
                    ' "class", "${1}xx", "status", "(.).."))',
                    "{{class}}",
                ),
            ),
            "cpm",
            Kind.STACK,
            looks={"2xx": Look(GOOD), "3xx": Look(GOOD), "4xx": Look(WARNING), "5xx": Look(BAD)},
        ),
        Panel(
            "Seconds until the answer, 95 %",
            "Tenths of a second is good; seconds mean that Postgres is slow.",
            (Query(quantile(0.95, "sinergi_board_seconds", _ASKED, "route"), "{{route}}"),),
            "s",
        ),
        Panel(
            "Records that Kafka confirmed",
            "As many as people corrected, said and took down is good.",
            (Query(f"({per_minute('sinergi_board_published_total', _HERE)}) or vector(0)", "records"),),
            "cpm",
        ),
    ),
)

_ACCESS = Row(
    "Who comes in?",
    (
        Panel(
            "Tries to sign in",
            "`done` is good; many `refused` or `limited` mean that somebody guesses passwords.",
            (Query(per_minute("sinergi_board_sign_ins_total", _HERE, "result"), "{{result}}"),),
            "cpm",
            looks={"done": Look(GOOD), "refused": Look(WARNING), "limited": Look(BAD)},
            width=12,
        ),
        Panel(
            "Refused, by code",
            "`no_session` is normal; `no_csrf` and `other_origin` are not, when they come often.",
            (Query(per_minute("sinergi_board_refused_total", _HERE, "code"), "{{code}}"),),
            "cpm",
            width=12,
        ),
    ),
)

PAPAN = Board(
    id="board",
    title="Sinergi: board",
    text="Do operators see what is open as it changes, and who signs in?",
    variables=(instance_of("board"),),
    rows=(_LIVE, _ANSWERS, _ACCESS),
)
