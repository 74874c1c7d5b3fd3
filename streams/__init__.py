"""The Faust application, its agents, and the pure core they carry."""
