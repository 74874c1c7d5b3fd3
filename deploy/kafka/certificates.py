"""An authority of the cluster's own, and a certificate for each broker, by openssl."""

from pathlib import Path

from deploy.kafka.jars import HERE
from deploy.kafka.programs import run

_AUTHORITY_DAYS = 3650
_BROKER_DAYS = 397

_NEW: tuple[str | Path, ...] = (
    *("openssl", "req", "-x509", "-config", HERE / "certificates.cnf"),
    *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"),
)


def make_authority(folder: Path) -> None:
    """Have ca.pem, which clients trust, and ca.key in a folder, made if missing. Raises `CommandError`."""
    if (folder / "ca.pem").exists():
        return
    run(
        *(*_NEW, "-extensions", "authority", "-subj", "/CN=Sinergi Kafka", "-days", str(_AUTHORITY_DAYS)),
        *("-keyout", folder / "ca.key", "-out", folder / "ca.pem"),
    )


def issue(authority: Path, number: int, home: Path) -> None:
    """A new key and certificate for a broker, together in broker.pem of its home. Raises `CommandError`."""
    key, certificate = home / "broker.key", home / "broker.crt"
    run(
        *(*_NEW, "-extensions", "broker", "-subj", f"/CN=broker-{number}", "-days", str(_BROKER_DAYS)),
        *("-CA", authority / "ca.pem", "-CAkey", authority / "ca.key", "-keyout", key, "-out", certificate),
    )
    (home / "broker.pem").write_text(key.read_text() + certificate.read_text())
    key.unlink()
    certificate.unlink()
