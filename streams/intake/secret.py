"""The secret of the intake."""

from streams.kept_secret import kept_secret
from streams.settings import Settings

FILE = "intake.secret"


def secret_of(settings: Settings) -> bytes:
    """The key with which e-mails, phones and contents are hashed: the same for all processes that share
    the setting or the folder. Raises `Mistakes`.
    """
    return (settings.intake.secret or kept_secret(settings.folder / FILE)).encode()
