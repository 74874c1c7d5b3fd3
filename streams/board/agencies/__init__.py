"""Pages of an agency's officers, made for a telephone: what is theirs, and what they say they did."""
