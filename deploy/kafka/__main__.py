"""`kafka COMMAND`: addresses go to stdout, all else to stderr."""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from deploy.kafka import jars, process, starting, status, stopping, users
from deploy.kafka.cluster import SIZES, Cluster, made_in
from deploy.kafka.environment import require
from deploy.kafka.errors import CommandError
from deploy.kafka.furnish import furnish
from deploy.kafka.locked import locked

_FOLDER = Path(__file__).parents[2] / ".sinergi/kafka"
_NO_ANSWER, _DOES_NOT_RUN = 1, 3


def main() -> int:
    """Do what the command line says; the exit code."""
    asked = _parser().parse_args()
    asked.folder = asked.folder.resolve()
    # Ended by TERM, a start ends what it started, as it does at Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        # Brokers that run have theirs: the others ask only such.
        if asked.act in (_start, _run):
            jars.fetch()
        # Passwords, keys and topics lie in the folder, and are the caller's alone.
        os.umask(0o077)
        return int(asked.act(asked))
    except CommandError as failure:
        _say(str(failure))
        return 1
    except OSError as failure:
        _say(f"{failure.filename}: {failure.strerror}")
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kafka", description="Apache Kafka on this machine; README.md says more"
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    folder = argparse.ArgumentParser(add_help=False)
    folder.add_argument("--folder", type=Path, default=_FOLDER, help="of the cluster (.sinergi/kafka here)")
    one = argparse.ArgumentParser(add_help=False)
    one.add_argument("--broker", type=int, metavar="N", help="only this one, by its number from 1 on")
    new = argparse.ArgumentParser(add_help=False)
    new.add_argument("--brokers", type=int, choices=SIZES, help="how many a new cluster has (1)")
    new.add_argument(
        "--secure", action="store_true", default=None, help="TLS, passwords and ACLs in a new cluster"
    )
    new.add_argument("--port", type=_port, help="of the first, the others follow; 0 for free ones (9092)")

    start = commands.add_parser("start", parents=[folder, one, new], help="start, print addresses")
    start.add_argument("--furnish", action="store_true", help="and furnish it")
    start.set_defaults(act=_start)
    run = commands.add_parser("run", parents=[folder, one, new], help="one broker in the foreground")
    run.set_defaults(act=_run)
    for name, act, told in (("stop", _stop, "stop, wait until gone"), ("kill", _kill, "the same by SIGKILL")):
        commands.add_parser(name, parents=[folder, one], help=told).set_defaults(act=act)
    state = commands.add_parser("status", parents=[folder], help="0 all serve, 1 not all, 3 none runs")
    state.set_defaults(act=_status)
    user = commands.add_parser("user", parents=[folder], help="make users, or give them new passwords")
    user.add_argument("names", nargs="+", metavar="NAME")
    user.add_argument("--remove", action="store_true", help="remove them")
    user.set_defaults(act=_user)
    topics = commands.add_parser("furnish", parents=[folder], help="topics, users and rights of the catalog")
    topics.set_defaults(act=_furnish)
    return parser


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else -1
    if not 0 <= port < 65_534:
        raise argparse.ArgumentTypeError("must be 0 to 65533")
    return port


def _wanted(asked: argparse.Namespace) -> starting.Wanted:
    return starting.Wanted(asked.brokers, asked.secure, asked.port, asked.broker)


def _start(asked: argparse.Namespace) -> int:
    if asked.furnish:
        require()
    cluster, started = starting.start(asked.folder, _wanted(asked))
    if not started:
        _say("already runs")
    for broker in started:
        home = cluster.home(broker)
        _say(f"broker {broker.number} runs as process {process.running(home)} in {home}")
    if asked.furnish:
        _furnish(asked)
    sys.stdout.write(",".join(cluster.addresses) + "\n")
    return 0


def _run(asked: argparse.Namespace) -> NoReturn:
    starting.run(asked.folder, _wanted(asked))


def _stop(asked: argparse.Namespace) -> int:
    return _end(asked, stopping.stop, "stopped")


def _kill(asked: argparse.Namespace) -> int:
    return _end(asked, stopping.kill, "killed")


def _end(asked: argparse.Namespace, end: Callable[[Cluster, int | None], list[Path]], done: str) -> int:
    if not made_in(asked.folder):
        return _none_made(asked.folder, 0)
    ended = end(Cluster.read(asked.folder), asked.broker)
    _say(f"{done}: {', '.join(home.name for home in ended)}" if ended else f"does not run in {asked.folder}")
    return 0


def _status(asked: argparse.Namespace) -> int:
    if not made_in(asked.folder):
        return _none_made(asked.folder, _DOES_NOT_RUN)
    cluster = Cluster.read(asked.folder)
    found = status.look(cluster)
    kind = "secure" if cluster.secure else "plain"
    _say(f"a {kind} cluster of {len(found)}, {cluster.id}, in {cluster.folder}")
    for seen in found:
        if seen.pid is None:
            what = "does not run"
        else:
            what = f"{'runs' if seen.serves else 'does not answer'} as process {seen.pid}"
        _say(f"broker {seen.broker.number}, {seen.broker.address}: {what}{', controller' * seen.controller}")
    if all(seen.pid is None for seen in found):
        return _DOES_NOT_RUN
    return 0 if all(seen.serves for seen in found) else _NO_ANSWER


def _user(asked: argparse.Namespace) -> int:
    cluster = _running(asked.folder)
    if not cluster.secure:
        raise CommandError("a plain cluster asks nobody who they are: start one with --secure")
    with locked(asked.folder):
        if asked.remove:
            users.remove(cluster, asked.names)
            return 0
        users.give_passwords(cluster, asked.names)
    for name in asked.names:
        sys.stdout.write(f"{users.settings_file(cluster, name)}\n")
    return 0


def _furnish(asked: argparse.Namespace) -> int:
    require()
    cluster = _running(asked.folder)
    with locked(asked.folder):
        made = furnish(cluster)
    _say(f"furnished; new users: {', '.join(made) or 'none'}")
    return 0


def _running(folder: Path) -> Cluster:
    """The cluster of a folder, if enough of it runs to change something. Raises `CommandError`."""
    cluster = Cluster.read(folder)
    alive = sum(process.running(cluster.home(broker)) is not None for broker in cluster.brokers)
    if 2 * alive <= len(cluster.brokers):
        raise CommandError(f"{alive} of {len(cluster.brokers)} brokers run, too few for that: start it first")
    return cluster


def _none_made(folder: Path, code: int) -> int:
    _say(f"no cluster was made in {folder}")
    return code


def _say(words: str) -> None:
    sys.stderr.write(f"kafka: {words}\n")


if __name__ == "__main__":
    sys.exit(main())
