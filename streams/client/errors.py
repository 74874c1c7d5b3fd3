"""What the client raises of its own. What your code raises goes through as it is."""


class ClientError(Exception):
    """Any of the below."""


class Refused(ClientError):  # noqa: N818  (reads as what happened: `except Refused as refused`)
    """Sinergi would not take this in, so it was not sent. Sending it again changes nothing.

    `field` is the path of the field to blame, empty where no single one is; `reason` is for the one who
    wrote the adapter. Neither holds what the citizen said.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}" if field else reason)
        self.field = field
        self.reason = reason


class Unreachable(ClientError):  # noqa: N818
    """Kafka did not answer within the time given, or not as it should.

    What was to be sent may have arrived or not: send the very same again, with the same id, and it is
    taken for the same.
    """


class NoTopic(ClientError):  # noqa: N818
    """The channel or agency has no topic on these brokers: its name is wrong, or Sinergi never ran there."""


class Gap(ClientError):  # noqa: N818
    """The place at which to read on is not in the log: messages were deleted before they were read, or the
    topic was made anew. Nothing is skipped until you say so with `accept_gap=True`.
    """


class InUse(ClientError):  # noqa: N818
    """Another process reads with this memory. One at a time may."""


class NotOpen(ClientError):  # noqa: N818
    """Used before its `async with` began, or after it ended."""


class MemoryFailed(ClientError):  # noqa: N818
    """The file of a memory cannot be read or written, or is no longer where it was. Names the file."""
