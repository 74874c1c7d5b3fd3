"""An Apache Kafka on this machine, of one broker or three, plain or secure: see README.md."""
