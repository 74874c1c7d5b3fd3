"""Who speaks, as far as it is passed on, and what a report is called that comes in at a door of ours."""
