"""A PostgreSQL of the tests' own: a server in a temporary folder, and databases by the dozen."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg

from tests.oracles import oracle

USER, PASSWORD = "xa", "mat-khau-khong-duoc-in"
DEBIAN = Path("/usr/lib/postgresql")
SETTINGS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses="


@dataclass
class PostgresServer:
    """A running server; `database` makes an empty database and gives its address."""

    port: int

    def __post_init__(self) -> None:
        self._numbers = count(1)

    def database(self, template: str = "template1") -> str:
        """Make a database, empty or like another one; return its address."""
        name = f"so{os.getpid()}_{next(self._numbers)}"
        like = template.rpartition("/")[2]
        with psycopg.connect(self.url("postgres", "postgresql"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY file_copy")
        return self.url(name)

    def url(self, name: str, kind: str = "postgresql+psycopg", password: str = PASSWORD) -> str:
        return f"{kind}://{USER}:{password}@127.0.0.1:{self.port}/{name}"


@contextmanager
def run_postgres() -> Iterator[PostgresServer]:
    """Start a server and stop it at the end, whoever runs the tests."""
    initdb = oracle("initdb", os.pathsep.join(str(one) for one in _newest_first())).resolve()
    # Not below pytest's folder, into which the server's own user may not look.
    folder = Path(tempfile.mkdtemp(prefix="xa-report-pg-", dir=_quick_place()))
    try:
        secret = folder / "secret"
        secret.write_text(PASSWORD)
        _give(folder, secret)
        data = folder / "data"
        _run(initdb, "-D", data, "-U", USER, "-A", "scram-sha-256", f"--pwfile={secret}",
             "-E", "UTF8", "--locale=C", "--no-sync")  # fmt: skip
        port = _free_port()
        options = f"{SETTINGS}127.0.0.1 -p {port} -k {folder}"
        ctl = initdb.with_name("pg_ctl")
        _run(ctl, "-D", data, "-l", folder / "log", "-w", "-o", options, "start")
        try:
            yield PostgresServer(port)
        finally:
            _run(ctl, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _quick_place() -> Path | None:
    """Memory, where there is enough: every database is three hundred files."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder made in it has a name of its own
    enough = memory.is_dir() and shutil.disk_usage(memory).free > 4 * 2**30
    return memory if enough else None


def _newest_first() -> list[Path]:
    folders = [one for one in DEBIAN.glob("*/bin") if one.parent.name.isdigit()]
    return sorted(folders, key=lambda folder: int(folder.parent.name), reverse=True)


def _is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0


def _give(*paths: Path) -> None:
    """PostgreSQL refuses to run as root: its folder goes to its own user."""
    if _is_root():
        owner = pwd.getpwnam("postgres")
        for path in paths:
            os.chown(path, owner.pw_uid, owner.pw_gid)


def _run(*command: object) -> None:
    words: Sequence[str] = [str(word) for word in command]
    if _is_root():
        words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *words]
    # Into files: a server that inherits a pipe keeps whoever reads it waiting for ever.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(words, stdout=output, stderr=output, cwd="/", check=False)
        output.seek(0)
        assert done.returncode == 0, output.read()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
