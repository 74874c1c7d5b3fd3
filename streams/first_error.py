"""What went wrong first among tasks that ended together."""


def first_of(error: BaseException) -> BaseException:
    """The error without the groups around it."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
