"""For those who run Sinergi. Not part of what is installed."""
