"""What links to photos are signed with: a secret of the settings, or one that is made once."""

from streams.intake.photos.links import Secrets
from streams.intake.secret import kept_secret
from streams.settings import Settings

FILE = "photo-links.secret"


def secrets_of(settings: Settings) -> Secrets:
    """The secret of the settings, else of a file in the folder. Raises `Mistakes`."""
    present = settings.photos.secret or kept_secret(settings.folder / FILE)
    return Secrets(present, settings.photos.old_secret)
