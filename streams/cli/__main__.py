"""`python -m streams.cli`, for children that must run by the same interpreter."""

from streams.cli import main

main()
