"""What was decided, in words that operators read, in Indonesian: on a terminal and on the board. Pure."""
