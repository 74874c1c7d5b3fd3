"""Dashboards as code: boards say what is shown, `draw` makes Grafana's JSON of it."""
