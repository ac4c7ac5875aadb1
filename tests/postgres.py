"""A real PostgreSQL of the tests' own: started in a temporary folder, reached by its socket only, gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

OTHERWISE = "postgres"
"""Debian's account for it: PostgreSQL refuses to run as root."""
QUICK = ("fsync=off", "full_page_writes=off")
"""For what a killed server process can show; what outlives a power cut is measured with the server's own settings."""
SMALL = ("shared_buffers=32MB", "max_connections=40", "logging_collector=off", "autovacuum=off")


def programs() -> Path:
    """The folder of PostgreSQL's programs. Raises AssertionError with what to install."""
    places = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    if found := shutil.which("initdb"):
        places.append(Path(found).resolve().parent)
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    raise AssertionError("These tests need PostgreSQL's programs: apt-get install postgresql (deploy/setup.sh test)")


class Server:
    """One server in a folder of its own. `kill` is what a crash does; `start` recovers from it."""

    def __init__(self, settings: Sequence[str] = (*QUICK, *SMALL), *, of: "Server | None" = None) -> None:
        self._bin = programs()
        self._settings = settings
        self._user = None if os.geteuid() else pwd.getpwnam(OTHERWISE)
        self.folder = Path(tempfile.mkdtemp(prefix="pasti-pg-", dir="/tmp"))
        if self._user:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        data = str(self.folder / "data")
        if of is None:
            self._run("initdb", "-D", data, "-U", "hub", "-A", "trust", "-E", "UTF8", "--locale=C")
        else:
            self._run(
                "pg_basebackup", "-h", str(of.folder), "-U", "hub", "-D", data, "-R", "-X", "stream", "-c", "fast"
            )
        self._databases = 0

    def start(self) -> "Server":
        """Up and answering when it returns."""
        told = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}"]
        for setting in self._settings:
            told += ["-c", setting]
        self._run(
            "pg_ctl", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-w", "-t", "30",
            "-o", " ".join(told), "start",
        )  # fmt: skip
        return self

    def standby(self) -> "Server":
        """A server that follows this one and answers what is read; not started. For as long as its own `stop`."""
        follower = Server(self._settings, of=self)
        follower._databases = self._databases
        return follower

    def promote(self) -> None:
        """From now on it is a primary of its own."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-t", "30", "promote")

    def kill(self) -> None:
        """SIGKILL to the postmaster: every connection is cut, nothing is written any more."""
        pid = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        os.kill(pid, signal.SIGKILL)
        for child in children:
            with_it = int(child)
            try:
                os.kill(with_it, signal.SIGKILL)
            except ProcessLookupError:
                continue
        for gone in (pid, *map(int, children)):
            wait_until_gone(gone)
        # Where nobody reaps orphans (a container), the dead id still looks taken; it is dead, as was just seen.
        for left in (self.folder / "data/postmaster.pid", *self.folder.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)

    def stop(self) -> None:
        """Down, and the folder away."""
        if (told := self.folder / "data/postmaster.pid").exists():
            pid = int(told.read_text().split()[0])
            # Not by pg_ctl: where nobody reaps orphans it would wait a minute for an id that is dead already.
            os.kill(pid, signal.SIGQUIT)
            wait_until_gone(pid)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """What `kiosk hub --database` is given."""
        return f"postgresql:///{database}?host={self.folder}&user=hub"

    def database(self) -> str:
        """The URL of a fresh database."""
        self._databases += 1
        name = f"hub{self._databases}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def _command(self, program: str, *arguments: str) -> list[str]:
        return [str(self._bin / program), *arguments]

    def _run(self, program: str, *arguments: str) -> None:
        who = {} if self._user is None else {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        # Into a file: the server inherits what it is given, and a pipe would stay open as long as it runs.
        with tempfile.TemporaryFile() as told:
            done = subprocess.run(  # type: ignore[call-overload]
                self._command(program, *arguments),
                stdin=subprocess.DEVNULL, stdout=told, stderr=told, cwd="/", check=False, timeout=120, umask=0o077,
                **who,
            )  # fmt: skip
            told.seek(0)
            assert done.returncode == 0, told.read().decode(errors="replace")


def wait_until_gone(pid: int) -> None:
    """Until the process with this id is no more; it need not be a child of ours."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        import select

        select.select([watched], [], [], 30)
    finally:
        os.close(watched)


@contextmanager
def running(settings: Sequence[str] = (*QUICK, *SMALL)) -> Iterator[Server]:
    """A server as long as the block lasts."""
    server = Server(settings)
    try:
        yield server.start()
    finally:
        server.stop()
