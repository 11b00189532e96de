"""What goes wrong outside the program, around it or in a file it is given, with its remedy."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talentdesk.core.fault import Fault


class AnswersError(Exception):
    """An answers file that cannot be read at all; `fault` says where, why and what to do, without any answer."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class Told(Exception):
    """`cause` and `remedy` are messages that `details` fills in; neither names a person or an answer."""

    def __init__(self, cause: str, remedy: str, /, **details: str) -> None:
        super().__init__(cause)
        self.cause, self.remedy, self.details = cause, remedy, details

    def __reduce__(self) -> tuple[Callable[[], Told], tuple[()]]:
        # As exceptions travel by themselves between processes, remedy and details would be lost.
        return partial(type(self), self.cause, self.remedy, **self.details), ()


class Mishap(Told):
    """What goes wrong around the program."""


class InputError(Told):
    """A file or key that was given and cannot be used."""
