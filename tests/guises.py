"""A person's words as logs, indexes, settings, addresses, mails and dumps would carry them."""

from __future__ import annotations

import base64
import contextlib
import html
import json
import quopri
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote


def guises(word: str) -> dict[str, bytes]:
    """The word in each form that one may be written down in."""
    plain = word.encode()
    found = {name: word.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "gb18030")}
    with contextlib.suppress(UnicodeEncodeError):
        found["big5"] = word.encode("big5hkscs")
    return found | {
        "json": json.dumps(word)[1:-1].encode(),
        "json-upper": json.dumps(word)[1:-1].upper().replace("\\U", "\\u").encode(),
        "url": quote(word).encode(),
        "url-lower": quote(word).lower().encode(),
        "url-gb18030": quote(word.encode("gb18030")).encode(),
        "lower": word.lower().encode(),
        "html": html.escape(word).encode("ascii", "xmlcharrefreplace"),
        "mail": quopri.encodestring(plain).rstrip(b"=\n"),
        "hex": plain.hex().encode(),
        "hex-upper": plain.hex().upper().encode(),
        "hex-utf-16": word.encode("utf-16-be").hex().upper().encode(),
        "hex-utf-16-lower": word.encode("utf-16-be").hex().encode(),
        "hex-utf-16-le": word.encode("utf-16-le").hex().encode(),
        "hex-utf-16-le-upper": word.encode("utf-16-le").hex().upper().encode(),
        "index": "".join(f"{ord(letter):06x}" for letter in word[:2].casefold()).encode(),
        **_in_base64("base64", plain),
        **_in_base64("base64-utf-16", word.encode("utf-16-le")),
    }


def _in_base64(name: str, raw: bytes) -> dict[str, bytes]:
    """Inside a longer text base64 falls into one of three steps; the ends depend on the neighbours and are left out."""
    return {
        f"{name}+{gap}": base64.b64encode(b"\0" * gap + raw)[4 if gap else 0 : -4 if len(raw) + gap > 6 else None]
        for gap in range(3)
    }


def found_in(raw: bytes, words: Iterable[str]) -> set[tuple[str, str]]:
    """Each word that is there, with its guise."""
    return {(word, guise) for word in words for guise, form in guises(word).items() if form in raw}


def left_behind(folder: Path, words: Iterable[str]) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """Every file and every name of one that tells who was here."""
    words = tuple(words)
    for file in sorted(folder.rglob("*")):
        name = str(file.relative_to(folder))
        told = found_in(name.encode("utf-8", "surrogateescape"), words)
        if file.is_file() and not file.is_symlink():
            told |= found_in(file.read_bytes(), words)
        if told:
            yield name, told
