from streams.crew import ON_ITS_OWN, WORKERS, with_port_of
from streams.settings import Settings


def test_workers_of_one_machine_do_not_ask_for_the_same_port() -> None:
    every = (*WORKERS, ON_ITS_OWN)
    assert [with_port_of(Settings(), worker).web.port for worker in every] == [6066, 6067, 6068]


def test_a_port_that_was_named_is_the_port() -> None:
    for port in (0, 6066, 7001):
        named = Settings.model_validate({"web": {"port": port}})
        assert [with_port_of(named, worker).web.port for worker in WORKERS] == [port, port]
