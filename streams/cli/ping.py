"""A ping to a webhook: signed and sent as dispatches are, but from here and once."""

import json
import secrets
from datetime import UTC, datetime

from schemas.message import SOURCE
from sinks.webhooks.destinations import Destination
from sinks.webhooks.post import open_session, post
from sinks.webhooks.signing import signed_headers
from sinks.webhooks.verdict import Answer
from streams.settings import WebhookSettings

TYPE = "sinergi.ping.v1"


async def ping(destination: Destination, settings: WebhookSettings) -> Answer:
    """What the receiver said."""
    now, id = datetime.now(UTC), f"ping/{destination.agency}/{secrets.token_hex(8)}"
    body = json.dumps({"id": id, "agency": destination.agency, "at": now.isoformat()}).encode()
    headers = {
        "ce-specversion": "1.0",
        "ce-id": id,
        "ce-source": SOURCE,
        "ce-type": TYPE,
        **signed_headers(destination.secrets, id, int(now.timestamp()), body),
    }
    async with open_session(private=settings.private_destinations, timeout_s=settings.timeout_s) as session:
        return await post(session, destination.url, headers, body)
