"""What the transport promises, on a real broker; every promise is a test that fails without it."""
