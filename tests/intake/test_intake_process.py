"""The process that looks into strangers' files has nothing: no secret, no open file, no network, little memory.

What it would do if a file took it over is done here by a false Pillow, which it imports in good faith.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from talentdesk.intake import child, examining
from talentdesk.intake.examining import examine, read_table
from talentdesk.intake.found import IntakeTrouble, Trouble
from talentdesk.intake.table import Refusal, TableUnreadable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems limit other things")

Taken = Callable[[str], Path]


@pytest.fixture
def taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Taken:
    """Puts a false Pillow before the real one; the file that the process is then given."""

    def put(code: str) -> Path:
        (tmp_path / "PIL.py").write_text(f"NOTE = {str(tmp_path / 'note')!r}\n{code}")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        (tmp_path / "page.png").write_bytes(b"\x89PNG\r\n\x1a\n")
        return tmp_path / "page.png"

    return put


def trouble(file: Path) -> Trouble:
    with pytest.raises(IntakeTrouble) as slip:
        examine(file)
    return slip.value.trouble


def said(text: str) -> str:
    """Code that has the process say a text and end as if nothing were wrong."""
    return f"import os\nos.write(1, {text})\nos._exit(0)\n"


def found(code: str, put: Taken) -> str:
    """What the process makes of an expression, smuggled out as the text of a square code."""
    answer = f"json.dumps(dict(attachments=[], codes=[str({code})], unreadable=0, fields={{}})).encode()"
    (text,) = examine(put("import json, resource, sys\n" + said(answer))).codes
    return text


def test_it_knows_no_secret_of_the_session(taken_over: Taken, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_SECRET_ACCESS_KEY", "TALENTDESK_KEY", "DBUS_SESSION_BUS_ADDRESS", "SSH_AUTH_SOCK", "PGPASSWORD"):
        monkeypatch.setenv(name, "the secret")
    environment = found("dict(os.environ)", taken_over)
    assert "the secret" not in environment
    assert "PYTHONPATH" in environment


def test_it_inherits_no_open_file(taken_over: Taken, tmp_path: Path) -> None:
    with (tmp_path / "store").open("wb") as store:
        os.set_inheritable(store.fileno(), True)
        files = found("sorted(os.readlink(f'/proc/self/fd/{each}') for each in os.listdir('/proc/self/fd')"
                      " if os.path.exists(f'/proc/self/fd/{each}'))", taken_over)  # fmt: skip
    assert "pipe:" in files
    assert "/dev/null" in files
    assert str(tmp_path) not in files


def test_it_gets_neither_its_own_name_nor_the_files_as_arguments(taken_over: Taken) -> None:
    assert "page.png" not in found("open('/proc/self/cmdline').read()", taken_over)


def test_its_limits_are_those_that_were_promised(taken_over: Taken) -> None:
    kinds = ("AS", "FSIZE", "CORE", "CPU")
    limits = found(f"[resource.getrlimit(getattr(resource, 'RLIMIT_' + each)) for each in {kinds}]", taken_over)
    assert limits == str([(512 << 20,) * 2, (0, 0), (0, 0), (child.SECONDS,) * 2])


def test_a_gigabyte_is_not_to_be_had(taken_over: Taken) -> None:
    assert trouble(taken_over("bytearray(1 << 30)\n")) == Trouble.TOO_MUCH_WORK


def test_a_gigabyte_taken_behind_pythons_back_is_not_to_be_had_either(taken_over: Taken) -> None:
    code = "import ctypes, os\nfull = ctypes.CDLL(None).calloc\nfull.restype = ctypes.c_void_p\n"
    assert trouble(taken_over(code + "full(1, 1 << 30) or os.abort()\nopen(NOTE, 'w')")) == Trouble.TOO_MUCH_WORK


def test_it_writes_into_no_file(taken_over: Taken, tmp_path: Path) -> None:
    code = "with open(NOTE, 'wb', buffering=0) as note:\n    try: note.write(b'x')\n    except OSError: pass\n"
    trouble(taken_over(code))
    assert (tmp_path / "note").read_bytes() == b""


@pytest.mark.slow
def test_it_does_not_calculate_for_ever(taken_over: Taken, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel ends it, not our patience."""
    code = "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass\n"
    assert trouble(taken_over(code)) == Trouble.TOO_MUCH_WORK


@pytest.mark.parametrize("code", ["os.abort()", "os._exit(7)", "os.kill(os.getpid(), 11)"])
def test_when_it_breaks_down_only_the_file_is_refused(taken_over: Taken, code: str) -> None:
    assert trouble(taken_over(f"import os\n{code}\n")) == Trouble.TOO_MUCH_WORK


@pytest.mark.parametrize(
    "text", ["b''", "b'{'", "b'[]'", "b'null'", "b'{}'", "b'\\xff'", "b'[' * 100000", "b'{\"trouble\": \"x\"}'",
             "b'{\"trouble\": \"damaged\", \"details\": 7}'", "b'{\"trouble\": [], \"details\": {}}'",
             "b'{\"codes\": ' + b'9' * 9000 + b'}'"],
)  # fmt: skip
def test_whatever_it_says_breaks_nothing(taken_over: Taken, text: str) -> None:
    assert trouble(taken_over(said(text))) == Trouble.DAMAGED


def test_it_is_not_listened_to_for_ever(taken_over: Taken) -> None:
    """It is ended as soon as it has said more than an honest file could."""
    assert trouble(taken_over("import os\nwhile True: os.write(1, b'x' * 65536)\n")) == Trouble.TOO_MUCH_WORK


@pytest.mark.timeout(40)
def test_one_that_closes_its_mouth_and_goes_on_is_ended(taken_over: Taken, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "_PATIENCE", 1.0)
    code = "import os, time\nos.close(1)\ntime.sleep(600)\n"
    assert trouble(taken_over(code)) == Trouble.TOO_MUCH_WORK


def test_a_table_is_not_listened_to_for_ever_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(examining.MOST_SAID, "table", 100)
    (tmp_path / "t.csv").write_text("person.surname\n" + "HO\n" * 100)
    with pytest.raises(TableUnreadable) as refused:
        read_table(tmp_path / "t.csv")
    assert refused.value.refusal == Refusal.TOO_MUCH_WORK


@pytest.mark.slow
@pytest.mark.parametrize(("name", "verb"), [("form.pdf", ()), ("page.png", ()), ("page.png", ("photo",)),
                                            ("book.xlsx", ("table", "")), ("bundle.zip", ("bundle",))])  # fmt: skip
def test_it_opens_no_socket(
    name: str, verb: tuple[str, ...], tmp_path: Path, tool: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from hostile_bundles import archive
    from hostile_pdfs import fillable
    from hostile_pictures import wrong_suffix
    from hostile_tables import links

    trace = tmp_path / "trace"
    made = {"form.pdf": fillable, "page.png": wrong_suffix, "book.xlsx": links, "bundle.zip": archive}[name]()
    command = [tool("strace"), "-f", "-e", "trace=%network", "-o", str(trace)]
    run = subprocess.run(
        [*command, sys.executable, "-P", "-m", "talentdesk.intake.child", *verb],
        input=made,
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(child.__file__).parents[2])},
    )
    assert run.stdout.startswith(b"{")
    assert "socket(" not in trace.read_text()
