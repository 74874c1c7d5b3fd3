"""What lies in Kafka where no record can be read."""


class Unreadable(bytes):
    """In place of a record's value: the bytes that could not be read, with why.

    Who does not know of it finds bytes that are no JSON, and refuses them.
    """

    code: str
    reason: str

    def __new__(cls, content: bytes, code: str, reason: str) -> "Unreadable":
        """Bytes, the kind of fault, and what is wrong for the one who wrote the adapter."""
        made = super().__new__(cls, content)
        made.code, made.reason = code, reason
        return made
