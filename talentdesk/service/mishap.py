"""Something around the program that does not work, with its remedy."""

from __future__ import annotations


class Mishap(Exception):
    """`cause` and `remedy` are messages that `details` fills in; neither names a person or an answer."""

    def __init__(self, cause: str, remedy: str, /, **details: str) -> None:
        super().__init__(cause)
        self.cause, self.remedy, self.details = cause, remedy, details
