"""Who filled in a form."""

from streams.http.fields import Reading
from streams.speakers.speaker import REFERENCE_LENGTH, Speaker


def speaker_in(reading: Reading) -> Speaker:
    """Who filled in a form."""
    return Speaker(
        account=reading.text("account_id", REFERENCE_LENGTH),
        device=reading.text("device_id", REFERENCE_LENGTH),
        email=reading.text("email", REFERENCE_LENGTH),
        phone=reading.text("phone", REFERENCE_LENGTH),
    )
