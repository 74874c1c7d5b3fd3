"""Where things leave: Postgres and topics."""
