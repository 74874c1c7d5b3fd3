"""Broker, workers and Postgres together."""
