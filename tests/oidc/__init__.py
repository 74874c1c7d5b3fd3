"""Signing in to the board by a real Keycloak, in a Chromium."""
