"""A whole city for weeks: what happens in it and who tells of it, in order of time, labelled, of any size."""
