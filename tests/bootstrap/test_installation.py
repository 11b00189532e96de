"""A first start from a checkout, with a real environment, a real pip and a package of our own instead of the index."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from talentdesk.bootstrap import installation
from talentdesk.bootstrap.environment import ROOT

pytestmark = pytest.mark.timeout(240)

CLI = "import sys, tiny\ndef main(arguments):\n    print(tiny.VERSION, sys.prefix, *arguments)\n    return 0\n"


class Machine:
    """A checkout, a folder of wheels for an index, and a Python without site packages."""

    def __init__(self, folder: Path) -> None:
        self.root, self.wheels = folder / "checkout", folder / "wheels"
        self.wheels.mkdir()
        shutil.copytree(
            ROOT / "talentdesk", self.root / "talentdesk", ignore=shutil.ignore_patterns("__pycache__", "cli*")
        )
        (self.root / "talentdesk" / "cli.py").write_text(CLI)
        self.digest = self.build("1.0")
        self.lock("1.0", self.digest)

    def build(self, version: str) -> str:
        """Makes the wheel `tiny` and returns its digest."""
        file = self.wheels / f"tiny-{version}-py3-none-any.whl"
        info = f"tiny-{version}.dist-info"
        content = {
            "tiny.py": f"VERSION = '{version}'\n",
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        rows = [f"{name},sha256={_short(text)},{len(text)}" for name, text in content.items()]
        with zipfile.ZipFile(file, "w") as wheel:
            for name, text in content.items():
                wheel.writestr(name, text)
            wheel.writestr(f"{info}/RECORD", "\n".join([*rows, f"{info}/RECORD,,\n"]))
        return hashlib.sha256(file.read_bytes()).hexdigest()

    def lock(self, version: str, digest: str) -> None:
        (self.root / "uv.lock").write_text(
            '[[package]]\nname = "talentdesk"\nversion = "1"\nsource = { editable = "." }\n'
            'dependencies = [{ name = "tiny" }]\n'
            f'[[package]]\nname = "tiny"\nversion = "{version}"\nsource = {{ registry = "x" }}\n'
            + (f'wheels = [{{ hash = "sha256:{digest}" }}]\n' if digest else "wheels = []\n")
        )

    def start(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels), "PIP_CONFIG_FILE": os.devnull}
        command = [sys.executable, "-S", "-m", "talentdesk", *arguments]
        return subprocess.run(
            command,
            cwd=self.root,
            env={**os.environ, **index, **environment},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.slow
def test_from_nothing_to_the_next_release(machine: Machine) -> None:
    venv = machine.root / ".venv"
    first = machine.start("list", "--json")
    assert first.returncode == 0, first.stderr
    assert first.stdout == f"1.0 {venv} list --json\n"
    assert "Preparing" in first.stderr
    assert list((machine.root / "talentdesk" / "core" / "__pycache__").iterdir()), "byte-compiled"

    again = machine.start("list")
    assert (again.returncode, again.stderr) == (0, "")

    machine.lock("2.0", machine.build("2.0"))
    updated = machine.start("list")
    assert updated.stdout.startswith("2.0 ")

    (venv / ".talentdesk").write_text("")  # as an interrupted start leaves it
    (venv / "pyvenv.cfg").unlink()
    mended = machine.start("list")
    assert mended.stdout.startswith("2.0 "), mended.stderr


@pytest.mark.slow
def test_a_package_with_other_bytes_is_not_installed(machine: Machine) -> None:
    machine.lock("1.0", "0" * 64)
    refused = machine.start("list")
    assert refused.returncode == 3
    assert "not the one that was tested" in refused.stderr
    assert not list((machine.root / ".venv").glob("**/tiny.py"))


@pytest.mark.slow
def test_a_package_without_a_digest_is_not_installed(machine: Machine) -> None:
    machine.lock("1.0", "")
    assert machine.start("list").returncode == 3
    assert not list((machine.root / ".venv").glob("**/tiny.py"))


@pytest.mark.slow
def test_without_a_network_the_way_round_is_named_and_works(machine: Machine) -> None:
    alone = machine.start("list", PIP_FIND_LINKS=os.devnull)
    assert alone.returncode == 3
    assert "python3 -m talentdesk.bootstrap > pins.txt" in alone.stderr
    assert "Traceback" not in alone.stderr
    assert machine.start("list").returncode == 0


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "PIP_CERT"),
        ("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", "no network"),
        ("Could not find a version that satisfies the requirement x (from versions: 1.0, 2.0)", "glibc 2.34"),
        ("something nobody has seen before", "could not be installed:\nsomething nobody"),
    ],
)
def test_every_failure_of_pip_is_put_into_words(output: str, told: str) -> None:
    assert told in installation._sentence(output)


def _short(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
