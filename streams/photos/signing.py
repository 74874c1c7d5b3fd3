"""What links to photos are signed with."""

from streams.photos.links import Secrets
from streams.settings import Settings
from streams.settings.kept_secret import kept_secret

FILE = "photo-links.secret"


def secrets_of(settings: Settings) -> Secrets:
    """Of the settings, or one that is kept in their folder. Raises `Mistakes`, `NotReadyError`."""
    present = settings.photos.secret or kept_secret(settings.folder / FILE)
    return Secrets(present, settings.photos.old_secret)
