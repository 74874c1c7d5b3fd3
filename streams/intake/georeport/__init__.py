"""GeoReport v2 (Open311): services, reports in, and what became of them."""
