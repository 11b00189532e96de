"""A private PostgreSQL server for the tests: a socket in a folder of its own, no port, gone when they end."""

from __future__ import annotations

import contextlib
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Without fsync: a killed server loses nothing that way either, only a power cut would.
_SETTINGS = "-c listen_addresses='' -c shared_buffers=32MB -c max_connections=60 -c fsync=off"
ROLE = "desk"


class NoServer(Exception):
    """Why there can be no server here."""


class Cluster:
    """A server that runs and can be killed and started again."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        self._data = folder / "data"
        self._numbers = itertools.count(1)

    def make(self) -> None:
        self._run("initdb", "-D", self._data, "-U", "root", "--auth=trust", "-E", "UTF8", "--locale=C",
                  "--data-checksums", "--no-sync")  # fmt: skip
        self.start()
        self.query("postgres", f"CREATE ROLE {ROLE} LOGIN")

    def start(self) -> None:
        """Again where memory of the killed one is still being taken apart."""
        command = ("pg_ctl", "-D", self._data, "-w", "-t", "30", "-o", f"{_SETTINGS} -k {self._folder}", "-s")
        for _ in range(20):
            (self._data / "postmaster.pid").unlink(missing_ok=True)
            with contextlib.suppress(subprocess.CalledProcessError):
                self._run(*command, "-l", self._folder / "log", "start")
                return
        raise NoServer((self._folder / "log").read_text()[-2000:])

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop", check=False)

    def kill(self) -> None:
        """Kill -9 of the server and of each process that serves a connection."""
        postmaster = int((self._data / "postmaster.pid").read_text().splitlines()[0])
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(postmaster)], capture_output=True, text=True)
        pids = [postmaster, *map(int, listed.stdout.split())]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in pids:
            while Path(f"/proc/{pid}").exists() and "\nState:\tZ" not in _status(pid):
                pass

    def new_database(self, template: str = "template1") -> str:
        """The URL of a database like the template, which nobody may be using."""
        name = f"centre{next(self._numbers)}"
        self.query("postgres", f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE {template}")
        return self.url(name)

    def url(self, name: str, role: str = ROLE) -> str:
        return f"postgresql+psycopg://{role}@/{name}?host={self._folder}"

    def query(self, database: str, statement: str) -> str:
        """What psql answers, one row a line."""
        return self._run("psql", "-h", self._folder, "-U", "root", "-d", database, "-XAtq", "-c", statement)

    def _run(self, program: str, *arguments: object, check: bool = True) -> str:
        command = [str(self._programs / program), *map(str, arguments)]
        done = subprocess.run(
            _as_nobody() + command, stdout=subprocess.PIPE if program == "psql" else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, cwd="/", text=True, check=check, env=os.environ | {"LC_ALL": "C"},
        )  # fmt: skip
        return done.stdout or ""


@contextlib.contextmanager
def running() -> Iterator[Cluster]:
    """A server until the end of the block. Raises NoServer."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="td-pg-", dir="/tmp"))
    try:
        if os.getuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(folder, account.pw_uid, account.pw_gid)
        cluster = Cluster(programs, folder)
        try:
            cluster.make()
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    if os.name != "posix":
        raise NoServer("a private PostgreSQL server needs Unix sockets")
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    folder = next((each for each in reversed(folders) if (each / "initdb").exists()), None)
    if folder is None:
        raise NoServer("postgresql is not installed")
    if os.getuid() == 0:
        try:
            pwd.getpwnam("postgres")
        except KeyError:
            raise NoServer("root may not run PostgreSQL, and there is no account postgres") from None
        if not shutil.which("setpriv"):
            raise NoServer("setpriv is not installed")
    return folder


def _as_nobody() -> list[str]:
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []


def _status(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return "\nState:\tZ"
