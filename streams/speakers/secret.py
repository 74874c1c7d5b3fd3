"""What e-mails and phones are hashed with, so that a citizen is the same one at every door."""

from streams.settings import Settings
from streams.settings.kept_secret import kept_secret

FILE = "intake.secret"


def secret_of(settings: Settings) -> bytes:
    """The key with which e-mails, phones and contents are hashed: the same for all processes that share
    the setting or the folder. Raises `Mistakes`, `NotReadyError`.
    """
    return (settings.intake.secret or kept_secret(settings.folder / FILE)).encode()
