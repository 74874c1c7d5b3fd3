"""The names of the topics."""

CORRECTIONS = "corrections"
CLASSIFIED = "reports.classified"
REJECTED = "reports.rejected"


def reports(channel: str) -> str:
    """Where a channel's adapter publishes."""
    return f"reports.{channel}"


def dispatches(agency: str) -> str:
    """Where an agency hears of its incidents."""
    return f"dispatches.{agency}"


def feedback(channel: str) -> str:
    """Where a channel's adapter hears what to tell its reporters."""
    return f"feedback.{channel}"


def channel_of(topic: str) -> str:
    """The channel of a `reports.<channel>` topic."""
    return topic.removeprefix("reports.")
