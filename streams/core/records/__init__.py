"""Records of our own topics, there and back: contracts as Kafka holds them."""
