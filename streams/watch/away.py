"""What a look may meet that is no fault of ours."""

from aiokafka.errors import KafkaError

from streams import connections

AWAY = (*connections.AWAY, KafkaError, connections.UnreachableError, connections.NotReadyError)
"""Kafka or Postgres is away, too slow, not as it should be yet (no tables, no topics). All else is a bug."""
