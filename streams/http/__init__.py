"""What all that serve HTTP have in common: bodies, forms, refusals, figures, and records to Kafka."""
