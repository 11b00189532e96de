"""Asks the print system (CUPS, also of macOS) what printers and jobs there are: IPP, RFC 8010 and 8011.

Only what is asked here is spoken: attributes of printers and jobs, no collections. Documents go through the system's
own command `lp`.
"""

from __future__ import annotations

import getpass
import http.client
import os
import socket
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

PATIENCE_S = 4.0

GET_JOB, GET_JOBS, GET_PRINTER = 0x0009, 0x000A, 0x000B
GET_DEFAULT, GET_PRINTERS = 0x4001, 0x4002

_OPERATION, _JOB, _END, _PRINTER = 0x01, 0x02, 0x03, 0x04
_INTEGER, _BOOLEAN, _ENUM, _NAME, _KEYWORD, _URI, _CHARSET, _LANGUAGE = 0x21, 0x22, 0x23, 0x42, 0x44, 0x45, 0x47, 0x48
_TEXTS = frozenset({0x41, _NAME, _KEYWORD, _URI, 0x46, _CHARSET, _LANGUAGE, 0x49})
_NOT_FOUND = 0x0406
_LEAST_ERROR = 0x0400
_SOCKETS = ("/run/cups/cups.sock", "/var/run/cups/cups.sock", "/private/var/run/cupsd")
_MOST_BYTES = 1 << 22

Attributes = Mapping[str, Sequence[str | int | bool]]


class Unreachable(Exception):
    """The print system does not answer, or not in a way that is understood."""


class NotThere(Exception):
    """There is no such printer or job."""


def ask(operation: int, uri: str = "", wanted: Sequence[str] = ()) -> tuple[Attributes, ...]:
    """What the print system says of a printer or job, one table each. Raises NotThere, Unreachable."""
    body = request(operation, uri, wanted)
    try:
        answer = _post(body)
        status, found = answered(answer)
    except (OSError, http.client.HTTPException, struct.error, UnicodeDecodeError, IndexError) as error:
        raise Unreachable from error
    if status == _NOT_FOUND:
        raise NotThere
    if status >= _LEAST_ERROR:
        raise Unreachable
    return found


def every_job_uri() -> str:
    """What GET_JOBS asks: the jobs of all printers that are not over."""
    return "ipp://localhost/"


def is_local() -> bool:
    """Whether the print system is this computer's own, reached through a socket in its file system."""
    try:
        return isinstance(_connection(), _Socket)
    except Unreachable:
        return False


def printer_uri(name: str) -> str:
    """How a printer of this computer is called in a question."""
    return f"ipp://localhost/printers/{quote(name, safe='')}"


def job_uri(number: int) -> str:
    """How a job is called in a question."""
    return f"ipp://localhost/jobs/{number}"


def request(operation: int, uri: str, wanted: Sequence[str]) -> bytes:
    """The bytes of a question."""
    said = [
        _attribute(_CHARSET, "attributes-charset", "utf-8"),
        _attribute(_LANGUAGE, "attributes-natural-language", "en"),
    ]
    if uri:
        said.append(_attribute(_URI, "job-uri" if operation == GET_JOB else "printer-uri", uri))
    said.append(_attribute(_NAME, "requesting-user-name", _user()))
    for place, keyword in enumerate(wanted):
        said.append(_attribute(_KEYWORD, "requested-attributes" if not place else "", keyword))
    return struct.pack(">BBHIB", 2, 0, operation, 1, _OPERATION) + b"".join(said) + bytes([_END])


def _user() -> str:
    """As the command `lp` calls who asks: the titles of jobs are told to their owner alone."""
    return os.environ.get("CUPS_USER") or os.environ.get("USER") or _account() or "talentdesk"


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return ""


def answered(answer: bytes) -> tuple[int, tuple[Attributes, ...]]:
    """The status and the printers or jobs of an answer. Raises struct.error, IndexError for what is none."""
    (status,) = struct.unpack_from(">H", answer, 2)
    found: list[dict[str, list[str | int | bool]]] = []
    here: dict[str, list[str | int | bool]] | None = None
    name, at = "", 8
    while (tag := answer[at]) != _END:
        at += 1
        if tag < 0x10:  # the beginning of a printer, a job, or of what is said about the answer
            here = {} if tag in (_JOB, _PRINTER) else None
            if here is not None:
                found.append(here)
            continue
        key, at = _counted(answer, at)
        value, at = _counted(answer, at)
        name = key.decode("ascii", "replace") or name
        read = _value(tag, value)
        if here is not None and read is not None:
            here.setdefault(name, []).append(read)
    return status, tuple(found)


def _value(tag: int, value: bytes) -> str | int | bool | None:
    if tag in (_INTEGER, _ENUM):
        return int(struct.unpack(">i", value)[0])
    if tag == _BOOLEAN:
        return value != b"\0"
    return value.decode("utf-8", "replace") if tag in _TEXTS else None


def _counted(answer: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", answer, at)
    end = at + 2 + length
    if end > len(answer):
        raise IndexError
    return answer[at + 2 : end], end


def _attribute(tag: int, name: str, value: str) -> bytes:
    key, text = name.encode("ascii"), value.encode("utf-8")
    return struct.pack(">BH", tag, len(key)) + key + struct.pack(">H", len(text)) + text


def _post(body: bytes) -> bytes:
    connection = _connection()
    try:
        connection.request("POST", "/", body, {"Content-Type": "application/ipp", "Host": "localhost"})
        response = connection.getresponse()
        if response.status != http.client.OK:
            raise Unreachable
        return response.read(_MOST_BYTES)
    finally:
        connection.close()


class _Socket(http.client.HTTPConnection):
    """HTTP over a socket in the file system."""

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(PATIENCE_S)
        self.sock.connect(self.host)


def _connection() -> http.client.HTTPConnection:
    """To the server that the system's own commands ask too: the one that was named, or this computer's own socket."""
    server = os.environ.get("CUPS_SERVER") or _configured()
    if not server:
        server = next((place for place in _SOCKETS if os.path.exists(place)), "")
    if not server:
        raise Unreachable
    if server.startswith("/"):
        return _Socket(server)
    plain = server.partition("/")[0]
    host, port = (plain, "") if plain.count(":") > 1 else (plain.partition(":")[0], plain.partition(":")[2])
    return http.client.HTTPConnection(host, int(port) if port.isdecimal() else 631, timeout=PATIENCE_S)


def _configured() -> str:
    for file in (Path.home() / ".cups/client.conf", Path("/etc/cups/client.conf")):
        try:
            lines = file.read_text("utf-8", "replace").splitlines()
        except OSError:
            continue
        for line in lines:
            words = line.split()
            if len(words) > 1 and words[0].lower() == "servername":
                return words[1]
    return ""
