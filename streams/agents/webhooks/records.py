"""A record of `dispatches.<agency>` as it is to be delivered. Pure."""

import re

from aiokafka import ConsumerRecord

from schemas.trace_context import TRACEPARENT, context_of
from sinks.webhooks.deliveries import Delivery
from sinks.webhooks.signing import is_message_id

_CLOUD_EVENT = re.compile(r"ce_([a-z0-9]{1,40})")


def delivery_of(record: ConsumerRecord) -> Delivery | str:
    """The delivery, its CloudEvents headers in the binding of HTTP, and its trace; or why it is none."""
    try:
        headers = {name: (value or b"").decode("ascii") for name, value in record.headers}
        key = (record.key or b"").decode()
    except UnicodeDecodeError:
        return "its key or headers are no text"
    id = headers.get("ce_id", "")
    if not is_message_id(id):
        return f"its ce_id {id!r} cannot be the id of a webhook"
    if not record.value or not key.isprintable() or not key:
        return "it has no value, or no key"
    events = {name: text for name, text in headers.items() if _CLOUD_EVENT.fullmatch(name)}
    if odd := [name for name, text in events.items() if not text.isprintable()]:
        return f"its {odd[0]} cannot be sent"
    if context := context_of(headers.get(TRACEPARENT)):
        events[TRACEPARENT] = str(context)
    return Delivery(
        id, key, tuple((name.replace("_", "-"), text) for name, text in events.items()), record.value
    )
