"""Where things leave: Postgres, topics, webhooks, photos; and what is asked there."""
