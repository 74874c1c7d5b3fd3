"""Where things leave: Postgres, topics, webhooks, photos."""
