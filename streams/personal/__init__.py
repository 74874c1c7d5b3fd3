"""What becomes of what citizens said (UU 27/2022): forgotten, handed over to them, kept for a time."""
