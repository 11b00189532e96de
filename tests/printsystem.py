"""A print system of a test's own: cupsd on a socket in a folder, queues that print, fail, or wait for paper.

No queue of the machine is seen or touched. Where `cupsd` is not installed or does not start, the tests are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_BINARIES = "/usr/sbin:/usr/bin:/sbin:/bin"
_PATIENCE_S = 15.0

_FILES = """\
{user}SystemGroup {group}
ServerRoot {room}/root
ServerBin {room}/bin
RequestRoot {room}/spool
CacheDir {room}/cache
StateDir {room}/state
DataDir /usr/share/cups
AccessLog {room}/access
ErrorLog {room}/error
PageLog {room}/page
"""
_SERVER = """\
LogLevel warn
Listen {room}/sock
Browsing No
WebInterface No
DefaultAuthType None
PreserveJobFiles No
PreserveJobHistory {history}
MaxLogSize 0
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
{privacy}
<Limit All>
Order deny,allow
Allow all
</Limit>
</Policy>
"""
_OPEN = "JobPrivateAccess all\nJobPrivateValues none"
_PRIVATE = "JobPrivateAccess default\nJobPrivateValues default"
_BACKEND = """\
#!/bin/sh
# Called without a job, it is asked for devices: it has none to find.
[ $# = 0 ] && exit 0
case "$DEVICE_URI" in
  *fail*) exit 1 ;;
  *empty*) [ -e "{room}/paper" ] || {{ echo "STATE: +media-empty-error" >&2; exit 4; }} ;;
  *slow*) while [ ! -e "{room}/go" ]; do sleep 0.1; done ;;
esac
if [ -n "$6" ]; then cat "$6"; else cat; fi > "{room}/out/$1.pdf"
printf '%s\\n' "$3" "$4" "$5" > "{room}/out/$1.part"
mv "{room}/out/$1.part" "{room}/out/$1.said"  # last and at once: a test that sees it sees all of it
"""
_PPD = """\
*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "DESK.PPD"
*Manufacturer: "Desk"
*Product: "(Desk)"
*ModelName: "Desk"
*ShortNickName: "Desk"
*NickName: "Desk"
*PSVersion: "(3010.000) 0"
*cupsFilter: "application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: ""
*PageSize A5/A5: ""
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: A4
*PageRegion A4/A4: ""
*PageRegion A5/A5: ""
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "12 12 583 830"
*ImageableArea A5/A5: "12 12 400 580"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
*PaperDimension A5/A5: "420 595"
*OpenUI *InputSlot/Media Source: PickOne
*DefaultInputSlot: Tray1
*InputSlot Tray1/Upper tray: ""
*InputSlot Tray2/Lower tray: ""
*CloseUI: *InputSlot
*OpenUI *Duplex/Two-Sided: PickOne
*DefaultDuplex: None
*Duplex None/Off: ""
*Duplex DuplexNoTumble/Long edge: ""
*Duplex DuplexTumble/Short edge: ""
*CloseUI: *Duplex
"""
QUEUES = ("Good", "Fail", "Empty", "Slow")


@dataclass(frozen=True, slots=True)
class Job:
    """What came out of a printer."""

    title: str
    copies: str
    options: tuple[str, ...]
    content: bytes


class PrintRoom:
    """A running print system in a folder."""

    def __init__(self, room: Path) -> None:
        self.room = room

    def jobs(self) -> tuple[Job, ...]:
        """What was printed, in order."""
        found = []
        for said in sorted((self.room / "out").glob("*.said"), key=lambda file: int(file.stem)):
            title, copies, options = said.read_text().splitlines()
            found.append(Job(title, copies, tuple(options.split()), said.with_suffix(".pdf").read_bytes()))
        return tuple(found)

    def spooled(self) -> tuple[str, ...]:
        """Documents that the print system keeps."""
        return tuple(sorted(file.name for file in (self.room / "spool").glob("d*")))

    def run(self, *command: str) -> None:
        """A command of the print system, such as `lpadmin`."""
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            timeout=20,
            env={"PATH": _BINARIES, "CUPS_SERVER": str(self.room / "sock"), "LC_ALL": "C", "HOME": str(self.room)},
        )

    def wait(self, done: object) -> None:
        """Until `done()` says so."""
        assert callable(done)
        end = time.monotonic() + _PATIENCE_S
        while not done():
            assert time.monotonic() < end, (self.room / "error").read_text()[-2000:]
            time.sleep(0.02)


def _cupsd() -> str:
    found = shutil.which("cupsd", path=_BINARIES)
    if sys.platform == "win32" or found is None or shutil.which("lpadmin", path=_BINARIES) is None:
        pytest.skip("cupsd is not installed: apt-get install cups")
    return found


@contextmanager
def print_room(*, history: bool = True, private: bool = False) -> Iterator[PrintRoom]:
    """A print system for one test, where titles are for everybody, or `private`, as CUPS has it unless told otherwise;
    skips where there is none to start."""
    cupsd = _cupsd()
    # Not in pytest's folder: a socket's path must be short, and cupsd's own user must get in.
    room = Path(tempfile.mkdtemp(prefix="td-cups-", dir="/tmp"))
    process = None
    try:
        _furnish(room, history, private)
        process = subprocess.Popen(
            [cupsd, "-f", "-c", str(room / "root/cupsd.conf"), "-s", str(room / "root/cups-files.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": _BINARIES, "LC_ALL": "C"},
        )
        end = time.monotonic() + _PATIENCE_S
        while not (room / "sock").exists():
            if process.poll() is not None or time.monotonic() > end:
                pytest.skip("cupsd does not start here")
            time.sleep(0.02)
        place = PrintRoom(room)
        for queue in QUEUES:
            policy = "abort-job" if queue == "Fail" else "stop-printer"
            place.run(
                *("lpadmin", "-p", queue, "-v", f"desk:/{queue.lower()}", "-P", str(room / "desk.ppd")),
                *("-o", f"printer-error-policy={policy}", "-E"),
            )
        place.run("lpadmin", "-d", "Good")
        yield place
    finally:
        if process is not None:
            (room / "go").touch()
            process.terminate()
            process.wait(20)
        shutil.rmtree(room, ignore_errors=True)


def _furnish(room: Path, history: bool, private: bool) -> None:
    import grp  # not on Windows, where all of this is skipped

    room.chmod(0o755)
    for folder in ("root/ppd", "bin/backend", "bin/filter", "bin/notifier", "spool", "cache", "state", "out"):
        (room / folder).mkdir(parents=True)
    (room / "out").chmod(0o777)
    (room / "bin/daemon").symlink_to("/usr/lib/cups/daemon")
    root = os.getuid() == 0
    user = "User lp\nGroup lp\n" if root else ""
    (room / "root/cups-files.conf").write_text(
        _FILES.format(user=user, group=grp.getgrgid(os.getgid()).gr_name, room=room)
    )
    (room / "root/cupsd.conf").write_text(
        _SERVER.format(room=room, history="Yes" if history else "No", privacy=_PRIVATE if private else _OPEN)
    )
    (room / "desk.ppd").write_text(_PPD)
    backend = room / "bin/backend/desk"
    backend.write_text(_BACKEND.format(room=room))
    # A backend that only its owner may run is run as that owner.
    backend.chmod(0o700)
