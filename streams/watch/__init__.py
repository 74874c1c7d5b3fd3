"""The running system as it is seen from outside: in Kafka and in Postgres."""
