"""The settings of one broker, filled into server.properties and secure.properties."""

from string import Template

from deploy.kafka.cluster import HOST, Broker, Cluster
from deploy.kafka.jars import HERE


def configuration(cluster: Cluster, broker: Broker, passwords: dict[str, str]) -> str:
    """Text of the properties. `passwords` has those of `broker` and `controller` if the cluster is secure."""
    size = len(cluster.brokers)
    values = {
        "number": broker.number,
        "port": broker.port,
        "controller_port": broker.controller_port,
        "protocol": "SASL_SSL" if cluster.secure else "PLAINTEXT",
        "voters": ",".join(f"{each.number}@{HOST}:{each.controller_port}" for each in cluster.brokers),
        "replicas": size,
        "in_sync": size // 2 + 1,
        "authority": cluster.folder / "ca.pem",
    }
    values |= {f"{name}_password": password for name, password in passwords.items()}
    names = ["server.properties", *(["secure.properties"] if cluster.secure else [])]
    return "".join(Template((HERE / name).read_text(encoding="utf-8")).substitute(values) for name in names)
