"""Running other programs to their end, and saying what they said if they fail."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from deploy.kafka.errors import CommandError

TOOL_DEADLINE_S = 30.0


def run(
    *command: str | Path,
    said: str = "",
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    within_s: float = TOOL_DEADLINE_S,
) -> str:
    """What a program wrote to stdout; `said` is its stdin, where secrets go, since `ps` shows the command.

    Raises `CommandError` with its words if it fails or takes too long.
    """
    try:
        ended = subprocess.run(  # noqa: S603  (callers name fixed programs, and no shell)
            command,
            input=said,
            capture_output=True,
            text=True,
            cwd=folder,
            env=environment,
            timeout=within_s,
            check=False,
        )
    except FileNotFoundError as error:
        missing = f"{command[0]} is missing (on Debian .ci/install-system installs it)"
        raise CommandError(missing) from error
    except subprocess.TimeoutExpired as error:
        raise CommandError(f"{command[0]} took longer than {within_s:.0f} s") from error
    if ended.returncode:
        lines = (ended.stdout + ended.stderr).strip().splitlines()
        words = "\n".join(line for line in lines if not line.startswith("\tat "))  # Java's calls
        raise CommandError(f"{command[0]} ended with {ended.returncode}: {words}")
    return ended.stdout
