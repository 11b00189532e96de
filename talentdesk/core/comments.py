"""What a clerk noted on one question: kept until it is settled, printed on the slip that goes back with the person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

LONGEST = 500
"""Characters of a comment: more does not fit a slip."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on one question, or on one cell of a table."""

    question: str
    text: str
    at: datetime
    who: str
    """A counter or a role, never a person's name."""
    settled: datetime | None = None
    """When it was put right; None: it is open."""


def commented(comments: Iterable[Comment], question: str, text: str, at: datetime, who: str) -> tuple[Comment, ...]:
    """The comments with this one in place of an open one on the same question; a blank text only takes that away."""
    others = tuple(each for each in comments if each.question != question or each.settled is not None)
    said = text.strip()[:LONGEST]
    return (*others, Comment(question, said, at, who)) if said else others


def settled(comments: Iterable[Comment], question: str, at: datetime) -> tuple[Comment, ...]:
    """The comments, with those on this question put right."""
    return tuple(
        replace(each, settled=at) if each.question == question and each.settled is None else each for each in comments
    )


def open_comments(comments: Iterable[Comment]) -> Mapping[str, Comment]:
    """By question, what is still to be put right."""
    return {each.question: each for each in comments if each.settled is None}
