"""The key with which e-mails, phones and contents are hashed: a setting, or a file that is made once."""

import os
import secrets
from pathlib import Path

from streams.settings import Settings

FILE = "intake.secret"
_BYTES = 32


def secret_of(settings: Settings) -> bytes:
    """The same for all processes that share the setting or the folder."""
    if settings.intake.secret is not None:
        return settings.intake.secret.encode()
    path = settings.folder / FILE
    if not path.exists():
        _make(path)
    return path.read_bytes()


def _make(path: Path) -> None:
    """Whole or not at all: another process may make it at this moment, and then its is ours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{FILE}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_hex(_BYTES).encode())
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
