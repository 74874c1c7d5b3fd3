"""What Sinergi is made of that others wrote: whether it is known to be harmful, and a list of it all."""
