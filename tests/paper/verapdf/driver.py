"""Has veraPDF, the reference validator of PDF/A and PDF/UA, judge PDFs: all of them in one start of Java.

`.ci/run` fetches what it needs and says so in VERAPDF_JAR; without Java or the jar the tests that ask it are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

JAVA_ROOM = Path("/usr/share/java")
_JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "jaxb-impl", "istack-commons-runtime", "txw2", "javax.activation")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF says of one file under one standard."""

    flavour: str
    file: Path
    passed: bool
    said: str
    """The failed clauses with their sentences, or how many checks were made."""


def lacking() -> str:
    """Why veraPDF cannot be asked here; empty when it can."""
    if not (jar := os.environ.get("VERAPDF_JAR")):
        return "VERAPDF_JAR does not name veraPDF's jar: .ci/run fetches it"
    wanted = [Path(jar), *_jaxb()]
    if gone := [str(file) for file in wanted if not file.is_file()]:
        return f"not there: {', '.join(gone)}"
    gone = [program for program in ("java", "javac") if shutil.which(program) is None]
    return f"not installed: {', '.join(gone)}" if gone else ""


def _jaxb() -> list[Path]:
    return [JAVA_ROOM / f"{name}.jar" for name in _JAXB]


def judge(asked: Iterable[tuple[str, Path]], room: Path) -> list[Verdict]:
    """The verdict for each flavour (`2a`, `3a`, `ua1`) and file; `room` takes the compiled driver."""
    jars = os.pathsep.join(map(str, [*_jaxb(), Path(os.environ["VERAPDF_JAR"])]))
    source = Path(__file__).with_name("VeraCheck.java")
    subprocess.run(["javac", "-cp", jars, "-d", str(room), str(source)], check=True, timeout=120)
    lines = "".join(f"{flavour}\t{file}\n" for flavour, file in asked)
    java = ["java", "-Xshare:auto", "-XX:+UseSerialGC", "-cp", f"{jars}{os.pathsep}{room}", "VeraCheck"]
    run = subprocess.run(java, input=lines.encode(), capture_output=True, check=True, timeout=600)
    return [_verdict(line) for line in run.stdout.decode("utf-8").splitlines() if line.count("\t") >= 3]


def _verdict(line: str) -> Verdict:
    flavour, file, outcome, said = line.split("\t", 3)
    return Verdict(flavour, Path(file), outcome == "pass", said)
