"""The matrix of what each process may do in Postgres."""

from collections.abc import Mapping

ALL = "all columns"
READS = {"select": ALL}
WRITES_ONCE = {"select": ALL, "insert": ALL}
KEEPS_UP = {"select": ALL, "insert": ALL, "update": ALL}
COUNTED = "id channel reported_at recorded_at confidence digest origin_topic origin_partition origin_offset"
MASKED = (
    "channel id reported_at recorded_at masked_text masked_place place lat lon category second_category"
    " family confidence review urgency urgency_rule"
)
CHANGED_ACCOUNT = "role agency password by disabled_at sessions_ended_at"
INVITES = {"select": ALL, "insert": "account hash by ends_at", "update": "hash by made_at ends_at"}
LINK = "channel report_id incident_id"
MAY: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "triage": {
        "consumed": {"select": "cluster topic partition next_offset accepted"},
        "reporter_keys": {"select": "id voice key", "insert": "id voice key"},
    },
    "resolve": {
        "consumed": {"select": ALL, "insert": ALL, "update": "next_offset epoch"},
        "reports": {
            "select": ALL,
            "insert": ALL,
            "update": "reporter masked_text masked_place category_evidence picked place review forgotten",
        },
        "report_originals": {"select": ALL, "insert": ALL, "update": "report"},
        "reporter_keys": {"select": "id key", "delete": ALL},
        "destroyed_keys": WRITES_ONCE,
        "forgotten": WRITES_ONCE,
        "intake_requests": {"select": "channel report_id", "delete": ALL},
        "webhook_deliveries": {"select": "position subject body", "update": "body"},
        "rejections": {
            "select": "cluster topic partition offset",
            "insert": ALL,
            "update": "original report_id field reason",
        },
        "links": {
            "select": ALL,
            "insert": ALL,
            "update": "incident_id decision new_voice distance_m gap_s evidence score terms rival correction"
            " position leaving",
        },
        "incidents": KEEPS_UP,
        "corrections": {"select": ALL, "insert": ALL, "update": "result incidents before undone_by"},
        "progress": WRITES_ONCE,
        "replies": {"select": ALL, "insert": ALL, "update": "voice"},
        "photo_hashes": {"select": ALL, "insert": ALL, "delete": ALL},
        "outbox": {"select": ALL, "insert": ALL, "delete": ALL},
        "events": KEEPS_UP,
        "storm_keys": KEEPS_UP,
        "redactions": {"select": ALL, "insert": ALL, "update": "version"},
        "suspects": {"select": ALL, "insert": ALL, "update": ALL, "delete": ALL},
        "area_rates": {"select": ALL, "insert": ALL, "update": "weight"},
        "occurrences": {"select": ALL, "insert": ALL, "update": "event voice", "delete": ALL},
    },
    "webhooks": {
        "redactions": READS,
        "incidents": {"select": "id summary photos place_words"},
        "events": {"select": "id members"},
        "webhooks": {"select": ALL, "update": "disabled_at disabled_why"},
        "webhook_offsets": {"select": ALL, "insert": ALL, "update": "next_offset", "delete": ALL},
        "webhook_deliveries": {
            "select": ALL,
            "insert": ALL,
            "update": "body state tries due_at status reason finished_at",
            "delete": ALL,
        },
    },
    "watch": {
        "consumed": READS,
        "outbox": {"select": "cluster topic partition next_offset position to_topic created_at"},
        "reports": {"select": COUNTED},
        "links": {"select": LINK},
        "rejections": {"select": "cluster topic partition offset code field reason"},
        "incidents": {
            "select": "id state opened_at reports voices routed perhaps dismissed_by life due_at",
        },
        "webhooks": {"select": "id agency disabled_at"},
        "webhook_offsets": READS,
        "audit": {"select": "number at what hash"},
        "audited": {"select": ALL, "insert": ALL, "update": "next_offset since"},
        "unaccounted": {"select": ALL, "insert": ALL, "delete": ALL},
    },
    "intake": {
        "api_keys": READS,
        "incidents": READS,
        "reports": {"select": "channel id reported_at masked_text masked_place category place"},
        "links": {"select": LINK},
        "intake_requests": {"select": ALL, "insert": ALL, "update": "key published_at", "delete": ALL},
    },
    "operator": {
        "api_keys": {"select": ALL, "insert": ALL, "update": "revoked_at"},
        "webhooks": {
            "select": ALL,
            "insert": ALL,
            "update": "url secret old_secret old_until disabled_at disabled_why",
            "delete": ALL,
        },
        "webhook_deliveries": {"select": ALL, "update": "state tries due_at finished_at"},
        "accounts": {
            "select": ALL,
            "insert": "id login role agency password by",
            "update": CHANGED_ACCOUNT,
        },
        "sessions": {"select": ALL, "delete": ALL},
        "invitations": INVITES,
    },
    "personal": {
        "reporter_keys": {"select": "id voice", "update": "voice retired_at", "delete": ALL},
        "destroyed_keys": {"insert": "id at"},
        "occurrences": {"update": "voice"},
        "rejections": {"update": "original report_id field reason"},
    },
    "board": {
        "incidents": READS,
        "events": READS,
        "links": READS,
        "reports": {"select": MASKED},
        "progress": READS,
        "corrections": {
            "select": "id number at by why kind content result code field reason incidents undone_by"
            " recorded_at"
        },
        "accounts": {
            "select": ALL,
            "insert": "id login role agency password issuer subject by",
            "update": CHANGED_ACCOUNT,
        },
        "sign_in_flows": {"select": ALL, "insert": ALL, "delete": ALL},
        "account_audit": READS,
        "invitations": {**INVITES, "delete": ALL},
        "sessions": {
            "select": ALL,
            "insert": "hash account ends_at id_token",
            "update": "seen_at",
            "delete": ALL,
        },
        "refused_sign_ins": {"insert": "account why"},
    },
}
"""By process and table; of a table that is not named nothing. All see which migrations were applied."""
