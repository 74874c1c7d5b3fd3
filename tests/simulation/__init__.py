"""The shell around the core against seeded models of broker, Postgres and time; see README.md."""
