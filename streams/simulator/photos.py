"""What the app of Sorot says of a photo."""

import hashlib
from datetime import datetime, timedelta
from random import Random


def photo(at: datetime, rng: Random) -> dict[str, object]:
    """A photo taken a little before `at`."""
    name = f"{rng.getrandbits(64):016x}"
    return {
        "url": f"https://foto.sorot.example/{name}.jpg",
        "sha256": hashlib.sha256(name.encode()).hexdigest(),
        "taken_at": (at - timedelta(seconds=rng.randint(10, 120))).isoformat(),
    }
