"""What goes wrong between us and a provider. Their words are for the log: none of them was sent."""


class AwayError(Exception):
    """It cannot be asked now, or its answer is none."""


class NotVouchedError(Exception):
    """It answered, and does not vouch for whoever came, or not so that it can be believed."""


class UnknownKeyError(NotVouchedError):
    """A token is signed with a key that we have not seen: perhaps a new one."""
