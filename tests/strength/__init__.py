"""How strong the unit tests are: `make coverage` and `make mutation`."""
