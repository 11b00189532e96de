"""What went wrong, told in a sentence with its remedy, and the exit code that goes with it."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path

from talentdesk.cli.output import warn
from talentdesk.core.words import N_
from talentdesk.i18n import say

DONE, FAULTS, USAGE, MISHAP, INTERRUPTED = 0, 1, 2, 3, 130


class UsageError(Exception):
    """The command was not called as it can be. `cause` and `remedy` are messages, `details` what they fill in."""

    def __init__(self, cause: str, remedy: str, /, **details: str) -> None:
        super().__init__(cause)
        self.cause, self.remedy, self.details = cause, remedy, details


def handled() -> tuple[type[BaseException], ...]:
    """What is told in a sentence. Asked only once something was raised: the window does not wait for these modules."""
    from talentdesk.core.catalogue import CatalogueMiss
    from talentdesk.core.tomlfile import FormError
    from talentdesk.service.mishap import AnswersError, InputError, Mishap
    from talentdesk.settings import SettingsError
    from talentdesk.store.trouble import StoreTrouble

    return UsageError, Mishap, InputError, CatalogueMiss, FormError, AnswersError, SettingsError, StoreTrouble, OSError


_SYSTEM: dict[int | None, tuple[str, str]] = {
    errno.ENOENT: (N_("{file} is not there"), N_("check the name and the folder")),
    errno.EACCES: (N_("{file} may not be opened"), N_("choose another place, or ask for permission")),
    errno.EPERM: (N_("{file} may not be opened"), N_("choose another place, or ask for permission")),
    errno.EROFS: (N_("{file} is on a disk that cannot be written to"), N_("choose another place")),
    errno.EISDIR: (N_("{file} is a folder"), N_("name a file in it")),
    errno.ENOTDIR: (N_("{file} is inside something that is no folder"), N_("check the name and the folder")),
    errno.ENOSPC: (N_("the disk is full"), N_("delete something, or choose another disk; nothing was written")),
    errno.EDQUOT: (N_("the disk is full"), N_("delete something, or choose another disk; nothing was written")),
    errno.EFBIG: (
        N_("{file} would be larger than a file may be there"),
        N_("choose another place, or ask for more room; nothing was written"),
    ),
    errno.ENAMETOOLONG: (N_("the name of the file is too long"), N_("choose a shorter one")),
    errno.ELOOP: (N_("{file} is a link that leads round in a circle"), N_("choose another name")),
}
_IN_USE = (
    N_("{file} cannot be replaced, as another program has it open or it may not be written to"),
    N_("close it there, or choose another name"),
)
_WINDOWS_KEEPS = frozenset({5, 32, 33})
"""Numbers of Windows' refusals to replace a file: access denied, in use, locked in part."""
_OTHERWISE = (N_("{file} cannot be used: {reason}"), N_("check the disk and the name, and try again"))


def tell(mishap: BaseException, language: str) -> int:
    """Prints what is wrong and what to do; returns the exit code."""
    from talentdesk.core.catalogue import CatalogueMiss
    from talentdesk.core.tomlfile import FormError
    from talentdesk.service.faults import fault_line
    from talentdesk.service.mishap import AnswersError, InputError, Mishap
    from talentdesk.settings import SettingsError
    from talentdesk.store.trouble import StoreTrouble

    match mishap:
        case UsageError() | Mishap() | CatalogueMiss():
            warn(_line(mishap.cause, mishap.remedy, mishap.details, language))
            return MISHAP if isinstance(mishap, Mishap) else USAGE
        case InputError():
            warn(_line(mishap.cause, mishap.remedy, mishap.details, language))
            return FAULTS
        case FormError():
            for fault in mishap.faults:
                warn(fault_line(fault, language))
            return FAULTS
        case AnswersError() | SettingsError():
            warn(fault_line(mishap.fault, language))
            return FAULTS
        case StoreTrouble():
            warn(f"talentdesk: {say(mishap.remedy, language)}")
            return MISHAP
        case OSError():
            cause, remedy = _SYSTEM.get(mishap.errno, _OTHERWISE)
            if getattr(mishap, "winerror", None) in _WINDOWS_KEEPS and Path(_named(mishap)).is_file():
                cause, remedy = _IN_USE
            warn(_line(cause, remedy, {"file": _named(mishap), "reason": mishap.strerror or ""}, language))
            return MISHAP
    raise mishap


def _line(cause: str, remedy: str, details: Mapping[str, str], language: str) -> str:
    from talentdesk.service.faults import cause_and_remedy

    return f"talentdesk: {cause_and_remedy(cause, remedy, details, language)}"


def _named(error: OSError) -> str:
    name = error.filename2 or error.filename
    return str(Path(name)) if isinstance(name, str | Path) else "—"
