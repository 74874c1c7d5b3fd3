"""What goes on right now: samples of Kafka and Postgres at the edge, and figures made of them."""
