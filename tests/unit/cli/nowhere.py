"""Settings of a system that is not there."""

NOWHERE = {
    "SINERGI_KAFKA_BROKERS": "127.0.0.1:1",
    "SINERGI_POSTGRES_URL": "postgresql://sinergi:secret@127.0.0.1:1/x",
    "SINERGI_POSTGRES_WAIT_S": "0",
    "SINERGI_WEB_PORT": "0",
}
