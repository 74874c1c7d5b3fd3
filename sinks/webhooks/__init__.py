"""Dispatches over HTTP, by the Standard Webhooks specification: what is to be delivered, and how."""
