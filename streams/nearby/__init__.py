"""Which known incidents somebody may mean: for apps before they report, and for the call centre."""
