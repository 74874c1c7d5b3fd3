"""Whether agencies without Kafka hear."""

from collections.abc import Iterator, Sequence

from sinks.server_state import Webhook
from streams.findings import Finding, counted, listed, warning, wrong

_ABOUT = "webhooks"
OLD_S = 3_600.0


def webhooks(found: Sequence[Webhook]) -> Iterator[Finding]:
    """Disabled, given up, or waiting for long."""
    for one in found:
        if one.disabled_why is not None:
            yield wrong(
                _ABOUT,
                f"{one.agency} hears nothing since its webhook is disabled: {one.disabled_why}",
                f"settle it with the agency, then `sinergi webhook enable {one.agency}`",
                "WebhooksStuck",
            )
        elif one.waiting and one.oldest_s >= OLD_S:
            yield warning(
                _ABOUT,
                f"{counted(one.waiting, 'dispatch', 'dispatches')} for {one.agency} wait, the oldest for "
                f"{one.oldest_s / 60:.0f} min",
                f"`sinergi webhook ping {one.agency}` says what its receiver answers; is the worker running?",
                "WebhooksStuck",
            )
    if dead := [f"{one.agency} ({one.failed})" for one in found if one.failed]:
        yield warning(
            _ABOUT,
            f"given up, and nobody sent again: {listed(dead)}",
            "`sinergi webhook failed` says why; `sinergi webhook resend` sends them",
            "WebhooksStuck",
        )
    well = sum(one.disabled_why is None for one in found)
    yield Finding(_ABOUT, f"{well} of {len(found)} are on" if found else "no agency has one")
