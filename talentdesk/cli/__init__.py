"""The command line: every act without a window, for scripts and for the curious."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from talentdesk.cli.arguments import read_arguments, wanted_language
from talentdesk.cli.mishaps import INTERRUPTED, UsageError, handled, tell
from talentdesk.cli.output import use_utf8
from talentdesk.core.words import N_
from talentdesk.service.signing_in import ASKING, Asked

_FILES = ("file", "answers", "out", "data", "paths", "forms", "watch", "import")
"""Arguments that name files or folders."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns 0 done, 1 faults in the input (printed), 2 usage, 3 a mishap with its remedy."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    use_utf8()
    language = wanted_language(arguments)
    try:
        return _run(arguments, language)
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python would complain once more on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except handled() as mishap:
        return tell(mishap, language)
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(arguments: list[str], language: str) -> int:
    chosen = read_arguments(arguments, language)
    if chosen is None:
        sys.stdout.flush()
        return 0
    if any("\0" in part for name in _FILES for part in _parts(vars(chosen).get(name))):
        raise UsageError(N_("the name of a file cannot hold the character NUL"), N_("check the name and the folder"))
    ASKING.set(partial(_who_is_there, language))
    forms = vars(chosen).get("forms")
    if forms:
        from talentdesk.service.rooms import working_in

        with working_in(Path(forms)):
            code = chosen.command(chosen)
    else:
        code = chosen.command(chosen)
    sys.stdout.flush()
    return code


def _who_is_there(language: str, names: tuple[tuple[str, str], ...], second: bool) -> Asked:
    from talentdesk.cli.staff import asking

    return asking(language, names, second)


def _parts(given: object) -> list[str]:
    return [str(part) for part in given] if isinstance(given, list | tuple) else [str(given or "")]
