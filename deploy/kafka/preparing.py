"""The folder of a cluster made ready for its brokers: passwords, certificates, settings, formatted logs."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from deploy.kafka import users
from deploy.kafka.certificates import issue, make_authority
from deploy.kafka.cluster import Broker, Cluster
from deploy.kafka.configuration import configuration
from deploy.kafka.jars import tool

_AT_ONCE = 2


def prepare(cluster: Cluster, brokers: Sequence[Broker]) -> None:
    """Make ready what brokers that do not run need. Raises `CommandError`.

    Certificates are issued anew each time, so none runs out while its broker is started once a year.
    """
    passwords = _secrets(cluster) if cluster.secure else {}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(lambda broker: _prepare(cluster, broker, passwords), brokers):
            pass


def _secrets(cluster: Cluster) -> dict[str, str]:
    """With what brokers and controllers meet; the authority and the first user are made beside them."""
    make_authority(cluster.folder)
    if users.password_of(cluster, users.ADMIN) is None:
        users.keep(cluster, users.ADMIN, users.new_password())
    users.make_own_passwords(cluster)
    return users.own_passwords(cluster)


def _prepare(cluster: Cluster, broker: Broker, passwords: dict[str, str]) -> None:
    home = cluster.home(broker)
    home.mkdir(exist_ok=True)
    (home / "server.properties").write_text(configuration(cluster, broker, passwords), encoding="utf-8")
    if cluster.secure:
        issue(cluster.folder, broker.number, home)
    if not (home / "topics/meta.properties").exists():
        _format(cluster, broker, passwords)


def _format(cluster: Cluster, broker: Broker, passwords: dict[str, str]) -> None:
    home = cluster.home(broker)
    arguments = ["format", "--config", "server.properties", "--cluster-id", cluster.id]
    if cluster.secure:
        first = {"broker": passwords["broker"], users.ADMIN: users.password_of(cluster, users.ADMIN)}
        for name, password in first.items():
            arguments += ["--add-scram", f"SCRAM-SHA-512=[name={name},password={password}]"]
    # @ makes the tool read its arguments, a line each, from where `ps` does not see them.
    said = "\n".join(arguments) + "\n"
    tool(home / "tools.log", "kafka.tools.StorageTool", "@/dev/stdin", said=said, folder=home)
