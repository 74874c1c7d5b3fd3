"""The names of the topics."""

CORRECTIONS = "corrections"
CLASSIFIED = "reports.classified"
REJECTED = "reports.rejected"
ANNOUNCEMENTS = "announcements"
REPORTER_KEYS = "reporter.keys"
OWN = frozenset({CORRECTIONS, CLASSIFIED, REJECTED, ANNOUNCEMENTS, REPORTER_KEYS})
"""Of no channel or agency, though a name may look like it."""


def reports(channel: str) -> str:
    """Where a channel's adapter publishes."""
    return f"reports.{channel}"


def dispatches(agency: str) -> str:
    """Where an agency hears of its incidents."""
    return f"dispatches.{agency}"


def feedback(channel: str) -> str:
    """Where a channel's adapter hears what to tell its reporters."""
    return f"feedback.{channel}"


def progress(agency: str) -> str:
    """Where an agency says what it did."""
    return f"progress.{agency}"


def replies(channel: str) -> str:
    """Where a channel's adapter publishes what its reporters answer."""
    return f"replies.{channel}"


def owner_of(topic: str) -> str:
    """The agency or channel that a topic is of, like `progress.<agency>` and `feedback.<channel>`."""
    return topic.partition(".")[2]


def channel_of(topic: str) -> str:
    """The channel of a `reports.<channel>` topic."""
    return topic.removeprefix("reports.")
