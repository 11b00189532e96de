"""Methods of ours that Qt calls in the place of its own: an error in one reaches the crash handler.

On CPython before 3.12 an error that the interpreter itself raises (a division by zero, a wrong type, an index out of
range) is not yet an object when it leaves a function. PySide6 6.11.3 takes it for one where it comes out of such a
method, and the program falls: no crash handler, and a draft that only the journal keeps. What has passed an `except`
is an object.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import ParamSpec, TypeVar, cast

from shiboken6 import Shiboken

_P = ParamSpec("_P")
_R = TypeVar("_R")


def keep_errors_whole() -> None:
    """See to every class that is derived from one of Qt's from now on."""
    if sys.version_info < (3, 12):
        base = cast("type", Shiboken.Object)
        base.__init_subclass__ = classmethod(_see_to)  # type: ignore[assignment]


def _see_to(cls: type) -> None:
    for owner in cls.__mro__:
        if owner.__module__.startswith("PySide6."):
            return
        for name, method in list(_overrides(owner, cls)):
            setattr(owner, name, _whole(method))


def _overrides(owner: type, cls: type) -> Iterator[tuple[str, FunctionType]]:
    """What `owner`, a class of ours above `cls` or itself, says in the place of Qt."""
    for name, method in vars(owner).items():
        if isinstance(method, FunctionType) and not hasattr(method, "__wrapped__") and _is_of_qt(name, cls):
            yield name, method


def _is_of_qt(name: str, cls: type) -> bool:
    return any(name in vars(base) for base in cls.__mro__ if base.__module__.startswith("PySide6."))


def _whole(method: Callable[_P, _R]) -> Callable[_P, _R]:
    @functools.wraps(method)
    def call(*given: _P.args, **named: _P.kwargs) -> _R:
        try:
            return method(*given, **named)
        except BaseException:
            raise  # an object now

    return call
