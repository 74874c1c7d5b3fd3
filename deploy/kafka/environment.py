"""What changes users, and Sinergi itself, need packages; a cluster alone starts with any Python."""

from importlib.util import find_spec

from deploy.kafka.errors import CommandError

_PACKAGES = ("confluent_kafka", "typer")


def require() -> None:
    """Raises `CommandError` where this is not the environment of the repository."""
    if missing := [name for name in _PACKAGES if find_spec(name) is None]:
        raise CommandError(f"{missing[0]} is missing: run `make check` once, which makes .venv")
