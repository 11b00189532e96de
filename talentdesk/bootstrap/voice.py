"""Speaks to the person at the terminal while there is no window yet."""

from __future__ import annotations

import sys


class Trouble(Exception):
    """The program cannot go on. Its text is a sentence in the person's language and says what to do."""


def tell(sentence: str) -> None:
    """One line on the error stream, so that what a command prints for other programs stays clean."""
    print(sentence, file=sys.stderr, flush=True)


def progress(done: int, of: int, name: str) -> None:
    """A line that the next one writes over; only where a person is looking."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K  {done}/{of}  {name}" if done < of else "\r\033[K")
        sys.stderr.flush()


def agreed(question: str) -> bool:
    """Whether a person at the terminal said yes. Silence, or no terminal, is no."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes", "s", "sim", "是", "好"}
