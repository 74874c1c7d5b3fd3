"""The catalog: who may speak, what about, where, and who must act; one TOML file a thing."""

from schemas.catalog.load import load

__all__ = ["load"]
