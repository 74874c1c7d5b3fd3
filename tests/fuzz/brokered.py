"""Entrances that need a broker and Postgres: the HTTP application, and the whole system."""

from collections.abc import Callable, Mapping

from tests.fuzz.http_app import http_app
from tests.fuzz.ledger import Ledger
from tests.fuzz.whole import whole

BROKERED: Mapping[str, Callable[[float, int], Ledger]] = {"http app": http_app, "whole system": whole}
WEIGHTS: Mapping[str, float] = {"http app": 3.0, "whole system": 4.0}
"""Of the time, as `Entrance.weight`."""
