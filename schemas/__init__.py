"""What travels, what is kept of it, and the catalog. Imports nothing of ours."""
