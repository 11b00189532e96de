"""Methods of ours that Qt calls in the place of its own: an error in one goes to the crash handler, and no further.

PySide6 6.11.3 does not survive one that does. On CPython before 3.12 an error that the interpreter itself raises (a
division by zero, a widget that is gone) is not yet an object where it leaves a function, and is taken for one; and
where an error is under way while Qt calls more such methods, their references are counted wrongly. Either way the
program falls: no crash handler, and a draft that only the journal keeps.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import FunctionType
from typing import Any, cast

from shiboken6 import Shiboken

_ANSWERED = frozenset({"event", "eventFilter"})
"""Asked whether the event is dealt with; asked once more, Qt would deal with it twice."""


def keep_errors_here() -> None:
    """See to every class that is derived from one of Qt's from now on."""
    base = cast("type", Shiboken.Object)
    base.__init_subclass__ = classmethod(_see_to)  # type: ignore[assignment]


def _see_to(cls: type) -> None:
    for owner in cls.__mro__:
        if owner.__module__.startswith("PySide6."):
            return
        for name, method in list(_overrides(owner, cls)):
            setattr(owner, name, _kept(owner, name, method))


def _overrides(owner: type, cls: type) -> Iterator[tuple[str, FunctionType]]:
    """What `owner`, a class of ours above `cls` or itself, says in the place of Qt."""
    for name, method in vars(owner).items():
        if isinstance(method, FunctionType) and not hasattr(method, "__wrapped__") and _is_of_qt(name, cls):
            yield name, method


def _is_of_qt(name: str, cls: type) -> bool:
    """Python's own, such as `__init__`, are called from here and fail as ever."""
    return not name.startswith("__") and any(
        name in vars(base) for base in cls.__mro__ if base.__module__.startswith("PySide6.")
    )


def _kept(owner: type, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def call(self: object, *given: object, **named: object) -> Any:
        try:
            return method(self, *given, **named)
        except Exception as error:  # noqa: BLE001  (whatever it is: the handler is for what nobody thought of)
            sys.excepthook(type(error), error, error.__traceback__)
        return _instead(owner, self, name, given)

    return call


def _instead(owner: type, self: object, name: str, given: tuple[object, ...]) -> object:
    """What Qt takes for an answer: its own, where it asks for one. An event may have been dealt with already."""
    if name in _ANSWERED:
        return False
    if name.endswith("Event"):
        return None
    with suppress(Exception):
        return getattr(super(owner, cast("Any", self)), name)(*given)
    return None
