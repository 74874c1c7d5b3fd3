"""The guard marks what speaks to Kafka, so that the real one runs it."""

from tests.e2e.conftest import guard

__all__ = ["guard"]
