"""Installs system packages on Debian and its kin, or says the one line that does."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence

from talentdesk.bootstrap.voice import Trouble, agreed, tell
from talentdesk.i18n import say, system_language


def provide(packages: Sequence[str]) -> None:
    """Installs at once as root, after a yes at a terminal otherwise. Raises Trouble naming the line to run."""
    here, names = system_language(), " ".join(packages)
    if shutil.which("apt-get") is None:
        raise Trouble(
            say(
                "talentdesk needs system libraries that are missing here. Install what Debian calls: {packages}",
                here,
                packages=names,
            )
        )
    if not (_is_root() or _consented(names)):
        raise Trouble(
            say(
                "talentdesk needs system packages that are missing here. Run this line, then start again:\n  {line}",
                here,
                line=_line(names),
            )
        )
    tell(say("Installing system packages: {packages}", here, packages=names))
    reason = _install(packages)
    if reason:
        raise Trouble(
            say(
                "The system packages could not be installed:\n{reason}\nCheck the network, then run:\n  {line}",
                here,
                reason=reason,
                line=_line(names),
            )
        )


def _is_root() -> bool:
    return os.geteuid() == 0


def _consented(names: str) -> bool:
    if shutil.which("sudo") is None:
        return False
    question = say(
        "talentdesk needs system packages: {packages}. Install them with sudo now?", system_language(), packages=names
    )
    return agreed(question)


def _line(names: str) -> str:
    return f"{'' if _is_root() else 'sudo '}apt-get install --no-install-recommends -y {names}"


def _install(packages: Sequence[str]) -> str:
    """Empty when all is installed, else what apt-get said last.

    A fresh machine has no package lists, an old one has lists that name vanished files: so they are fetched first.
    """
    _apt_get("update")
    done = _apt_get("install", "--no-install-recommends", "-y", *packages)
    return "" if done.returncode == 0 else "\n".join(done.stdout.strip().splitlines()[-5:]) or str(done.returncode)


def _apt_get(*arguments: str) -> subprocess.CompletedProcess[str]:
    rights = [] if _is_root() else ["sudo"]
    command = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", *arguments]
    return subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
    )
