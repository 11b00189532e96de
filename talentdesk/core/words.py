"""Marks sentences for the translators where no language is known yet, and finds the word somebody meant."""

from __future__ import annotations

from collections.abc import Iterable


def N_(message: str) -> str:
    """Return `message` unchanged; the extractor collects it for `translations/`."""
    return message


def nearest(word: str, among: Iterable[str]) -> str:
    """Return the known word that is most like `word`, or an empty text."""
    import difflib  # only ever needed for an error

    close = difflib.get_close_matches(word, sorted(among), n=1, cutoff=0.6)
    return close[0] if close else ""
