"""What travels: the contracts of every topic, and the catalog. Imports nothing of ours."""
