"""What other rules would have made of the reports that were recorded; in memory, offline."""
