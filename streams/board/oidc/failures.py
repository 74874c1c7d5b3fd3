"""What goes wrong between us and a provider. None of it holds anything that was sent."""


class AwayError(Exception):
    """It cannot be asked now, or its answer is none. `why` is for the log."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotVouchedError(Exception):
    """It answered, and does not vouch for whoever came, or not so that it can be believed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class UnknownKeyError(NotVouchedError):
    """A token is signed with a key that we have not seen: perhaps a new one."""
