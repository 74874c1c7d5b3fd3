"""What a restored database lacks, and whether Kafka still has it."""
