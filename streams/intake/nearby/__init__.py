"""Before sending: "this one?" and "me too"."""
