"""What Postgres costs as it fills: `python -m tests.bench.postgres_growth`."""
