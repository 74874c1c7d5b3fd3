"""What went wrong, in words for the person who gave the command."""


class CommandError(Exception):
    """Ends the command with code 1 and these words."""
