"""What may be told of an error."""


class PlainError(Exception):
    """Its words are made here, of names, numbers and addresses alone, so logs show them."""
