"""A Keycloak on this machine, from Maven Central: in development mode, in memory, with a realm of ours."""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from streams.ports import free_port
from tests.waiting import wait_until

VERSION = "26.4.7"
SHA256 = "dd9834c023460be856f731423d86228c23b5d002194a2064642bec0cc6573eaa"
HERE = Path(__file__).parent
KEPT = HERE / ".keycloak"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
FETCHED_S = 600
READY_S = 240.0
STOPPED_S = 30.0

NEEDED = ("java", "mvn")
MISSING = [program for program in NEEDED if shutil.which(program) is None]


def fetched() -> Path:
    """The distribution, by Maven if it is not there yet.

    Maven compares it with what the repository says of it, we with what it was when it was chosen.
    """
    KEPT.mkdir(exist_ok=True)
    archive = KEPT / f"keycloak-quarkus-dist-{VERSION}.zip"
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not archive.exists():
            artifact = f"-Dartifact=org.keycloak:keycloak-quarkus-dist:{VERSION}:zip"
            maven = ["mvn", "--quiet", "--batch-mode", "--strict-checksums", COPY, artifact]
            command = [*maven, f"-DoutputDirectory={KEPT}"]
            subprocess.run(command, timeout=FETCHED_S, check=True, cwd=KEPT)
    with archive.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SHA256:
        archive.unlink()
    assert found == SHA256
    return archive


@contextmanager
def keycloak(board_url: str, secret: str) -> Iterator[str]:
    """The issuer of the realm `kota`, for a board at that address, until the end of the block."""
    archive, port = fetched(), free_port()
    with TemporaryDirectory(prefix="sinergi-keycloak-") as folder:
        own, log = Path(folder) / f"keycloak-{VERSION}", Path(folder) / "log"
        # It writes beside what it reads: each has its own.
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
        (own / "data" / "import").mkdir(parents=True, exist_ok=True)
        (own / "data" / "import" / "kota.json").write_text(_realm(board_url, secret))
        issuer = f"http://127.0.0.1:{port}/realms/kota"
        with log.open("wb") as output:
            running = subprocess.Popen(
                ["bash", "bin/kc.sh", "start-dev", "--import-realm", "--db=dev-mem", "--cache=local",
                 "--http-host=127.0.0.1", f"--http-port={port}"],
                cwd=own, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
                env={**os.environ, "JAVA_OPTS_APPEND": "-XX:TieredStopAtLevel=1"},
            )  # fmt: skip
        try:
            wait_until(lambda: running.poll() is not None or _answers(issuer), "Keycloak answers", READY_S)
            assert running.poll() is None, log.read_text()
            yield issuer
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
            running.wait(STOPPED_S)


def _realm(board_url: str, secret: str) -> str:
    realm = json.loads((HERE / "realm.json").read_text())
    [client] = realm["clients"]
    client["secret"] = secret
    client["redirectUris"] = [f"{board_url}/sign-in/oidc/done"]
    client["attributes"]["post.logout.redirect.uris"] = f"{board_url}/sign-in"
    return json.dumps(realm)


def _answers(issuer: str) -> bool:
    try:
        with urllib.request.urlopen(f"{issuer}/.well-known/openid-configuration", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
