"""The headers of a message, as a schema."""

from pydantic.json_schema import JsonSchemaValue

from schemas.catalog.models import Urgency
from schemas.classified import ClassifiedReport
from schemas.documents.contracts import Described
from schemas.message import SOURCE
from schemas.passage import ARRIVED_AT, ARRIVED_BY
from schemas.precedence import URGENCY
from schemas.report import Report
from schemas.sealed import SealedReport
from schemas.trace_context import TRACEPARENT

_WORDS = {
    "content-type": "always application/json",
    "ce_specversion": "of CloudEvents",
    "ce_id": "the same whenever the message is sent again: drop what you have seen",
    "ce_source": "who wrote it",
    "ce_type": "what it is",
    "ce_subject": "what it speaks of",
    "ce_time": "the event's own time, RFC 3339",
}
_PASSAGE = {
    ARRIVED_AT: "when the report that caused it came in, by Kafka's time stamp, RFC 3339; if one did",
    ARRIVED_BY: "the channel of that report",
    TRACEPARENT: "its trace, by W3C Trace Context; only where it is traced",
}
_PRECEDENCE = {URGENCY: "how urgent the report is; where many wait, emergencies go first"}
_VALUES: JsonSchemaValue = {
    "content-type": {"enum": ["application/json"]},
    "ce_specversion": {"enum": ["1.0"]},
    "ce_source": {"enum": [SOURCE]},
    "ce_time": {"format": "date-time"},
    ARRIVED_AT: {"format": "date-time"},
    URGENCY: {"enum": list(Urgency)},
}


_NOT_LOOKED_AT: JsonSchemaValue = {
    "type": "object",
    "description": "Headers are not looked at; CloudEvents headers may be there.",
}
_OF_A_REPORT: JsonSchemaValue = {
    "type": "object",
    "description": "Of headers only `traceparent` is looked at; CloudEvents headers may be there.",
    "properties": {
        TRACEPARENT: {
            "type": "string",
            "description": "by W3C Trace Context, if the report is part of a trace of yours: its way through "
            "Sinergi is then traced as its sampled flag says; one that is not valid is not looked at",
        }
    },
}


def headers_of(contract: Described) -> JsonSchemaValue:
    """Of what Sinergi writes those of CloudEvents 1.0 in Kafka's binary mode; others need none."""
    if not contract.types:
        return _OF_A_REPORT if contract.model is Report else _NOT_LOOKED_AT
    words_of = _WORDS | (_PASSAGE if contract.caused else {})
    if contract.model in (ClassifiedReport, SealedReport):
        words_of |= _PRECEDENCE
    values = _VALUES | {"ce_type": {"enum": list(contract.types)}}
    return {
        "type": "object",
        "required": list(_WORDS),
        "properties": {
            name: {"type": "string", "description": words} | values.get(name, {})
            for name, words in words_of.items()
        },
    }
