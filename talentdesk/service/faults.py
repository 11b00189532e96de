"""A slip in a file that a person keeps, told to whoever sits before the screen: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from talentdesk.i18n import say

if TYPE_CHECKING:
    from talentdesk.core.fault import Fault


def fault_line(fault: Fault, language: str) -> str:
    """`file:line: cause; remedy` in the person's language."""
    return f"{fault.file}:{fault.line}: " + cause_and_remedy(fault.cause, fault.remedy, fault.details, language)


def cause_and_remedy(cause: str, remedy: str, details: Mapping[str, object], language: str) -> str:
    """`cause; remedy` in the person's language; words of the form language among the details are translated too."""
    # Imported here: most of the time there is no fault to tell.
    from talentdesk.core.rules import Type
    from talentdesk.core.tomlfile import KIND_NAMES

    words = {*Type, *KIND_NAMES.values()}
    known = {name: say(str(value), language) if value in words else value for name, value in details.items()}
    return say(
        "{cause}; {remedy}", language, cause=say(cause, language, **known), remedy=say(remedy, language, **known)
    )
