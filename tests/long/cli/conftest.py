"""Where commands are given, as in `tests/unit`."""

from tests.unit.cli.conftest import elsewhere

__all__ = ["elsewhere"]
