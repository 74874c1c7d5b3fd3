"""Reports from a file or a command line, published as an adapter would, and followed to Postgres."""
