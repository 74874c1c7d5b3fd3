"""HTTP in: reports by GeoReport v2 (Open311) with their photos, what is known nearby, and feeds to read."""
