"""The page of an agency for everybody, also within its own website."""
