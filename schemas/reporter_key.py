"""`reporter.keys`: the second copy of the keys that citizens' words are sealed with."""

from pydantic import Base64Bytes

from schemas.contract import Contract


class ReporterKey(Contract):
    """A key of AES-256-GCM, keyed by the id that sealed records name it by. Whose it is those records know.

    A record without a value says that the key was destroyed.
    """

    secret: Base64Bytes
