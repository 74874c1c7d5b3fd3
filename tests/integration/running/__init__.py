"""One running system, and the commands and questions that it is given."""
