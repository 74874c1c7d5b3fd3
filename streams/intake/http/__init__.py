"""Answers and refusals as GeoReport v2 has them, and what OpenAPI says of them, in both languages."""
