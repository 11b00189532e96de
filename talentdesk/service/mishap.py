"""What goes wrong outside the program, around it or in a file it is given, with its remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talentdesk.core.fault import Fault


class AnswersError(Exception):
    """An answers file that cannot be read at all; `fault` says where, why and what to do, without any answer."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class Mishap(Exception):
    """`cause` and `remedy` are messages that `details` fills in; neither names a person or an answer."""

    def __init__(self, cause: str, remedy: str, /, **details: str) -> None:
        super().__init__(cause)
        self.cause, self.remedy, self.details = cause, remedy, details


class InputError(Exception):
    """A file or key that was given and cannot be used. `cause` and `remedy` are messages that `details` fills in."""

    def __init__(self, cause: str, remedy: str, /, **details: str) -> None:
        super().__init__(cause)
        self.cause, self.remedy, self.details = cause, remedy, details
