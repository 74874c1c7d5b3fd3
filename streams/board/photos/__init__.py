"""Photos of incidents: citizens' and agencies', for who may see the incident."""
