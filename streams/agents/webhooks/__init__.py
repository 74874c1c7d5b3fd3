"""webhooks: dispatches.<agency> -> Postgres -> the agency's address. One worker of a database at a time."""
