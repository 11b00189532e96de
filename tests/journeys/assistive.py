"""What a screen reader is told: the tree of accessible things of a running program, read over AT-SPI as one does.

Run as a program of its own on the bus of the program that is looked at: prints the tree as JSON, one object a thing.
"""

from __future__ import annotations

import ctypes
import json
from typing import Any

LIBRARY = "libatspi.so.0"
_STATES = {1: "active", 3: "busy", 4: "checked", 7: "editable", 8: "enabled", 11: "focusable", 12: "focused",
           20: "pressed", 24: "sensitive", 25: "showing", 30: "visible", 41: "checkable"}  # fmt: skip
"""Of AtspiStateType."""


class Reader:
    """libatspi, by its C functions. Strings and objects it gives are the reader's for good: it lives for one look."""

    def __init__(self) -> None:
        self._lib = ctypes.CDLL(LIBRARY)
        for name, result, *arguments in (
            ("atspi_init", ctypes.c_int),
            ("atspi_get_desktop", ctypes.c_void_p, ctypes.c_int),
            ("atspi_accessible_get_child_count", ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p),
            ("atspi_accessible_get_child_at_index", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p),
            ("atspi_accessible_get_name", ctypes.c_char_p, ctypes.c_void_p, ctypes.c_void_p),
            ("atspi_accessible_get_description", ctypes.c_char_p, ctypes.c_void_p, ctypes.c_void_p),
            ("atspi_accessible_get_role_name", ctypes.c_char_p, ctypes.c_void_p, ctypes.c_void_p),
            ("atspi_accessible_get_process_id", ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p),
            ("atspi_accessible_get_state_set", ctypes.c_void_p, ctypes.c_void_p),
            ("atspi_accessible_get_text_iface", ctypes.c_void_p, ctypes.c_void_p),
            ("atspi_text_get_text", ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_void_p),
            ("atspi_state_set_contains", ctypes.c_int, ctypes.c_void_p, ctypes.c_int),
        ):
            function = getattr(self._lib, name)
            function.restype, function.argtypes = result, arguments
        self._lib.atspi_init()

    def programs(self) -> list[Any]:
        """Every program that speaks."""
        return self._children(self._lib.atspi_get_desktop(0))

    def _children(self, thing: Any) -> list[Any]:
        count = self._lib.atspi_accessible_get_child_count(thing, None)
        found = (self._lib.atspi_accessible_get_child_at_index(thing, place, None) for place in range(count))
        return [each for each in found if each]

    def pid(self, thing: Any) -> int:
        """The process behind it."""
        return int(self._lib.atspi_accessible_get_process_id(thing, None))

    def tree(self, thing: Any, depth: int = 0) -> list[dict[str, Any]]:
        """It and all below it that is visible."""
        states = self._states(thing)
        if depth > 1 and "visible" not in states:
            return []
        said = {
            "depth": depth,
            "role": self._text(self._lib.atspi_accessible_get_role_name(thing, None)),
            "name": self._text(self._lib.atspi_accessible_get_name(thing, None)),
            "description": self._text(self._lib.atspi_accessible_get_description(thing, None)),
            "text": self._content(thing),
            "states": states,
        }
        return [said, *(line for child in self._children(thing) for line in self.tree(child, depth + 1))]

    def _states(self, thing: Any) -> list[str]:
        held = self._lib.atspi_accessible_get_state_set(thing)
        return [name for number, name in _STATES.items() if self._lib.atspi_state_set_contains(held, number)]

    def _content(self, thing: Any) -> str:
        text = self._lib.atspi_accessible_get_text_iface(thing)
        return self._text(self._lib.atspi_text_get_text(text, 0, -1, None)) if text else ""

    @staticmethod
    def _text(raw: bytes | None) -> str:
        return (raw or b"").decode("utf-8", "replace")


if __name__ == "__main__":
    reader = Reader()
    print(json.dumps([{"pid": reader.pid(each), "tree": reader.tree(each)} for each in reader.programs()]))
