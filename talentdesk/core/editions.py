"""Published editions never change: each is known by the digest of everything it says, shared blocks included."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talentdesk.core.form import Edition
from talentdesk.core.rules import Expression
from talentdesk.core.tomlfile import Fault, TomlFile, name_of
from talentdesk.core.words import N_

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue


def digest(edition: Edition) -> str:
    """Return the SHA-256 of the edition resolved with its blocks and citations, as 64 hexadecimal digits.

    `about` and `until` are left out: a title may be corrected and an edition may end without the edition changing.
    """
    content = plain(dataclasses.replace(edition, until=None))
    del content["about"]
    if edition.points is None:
        # Editions were published before any could have a table of points.
        del content["points"]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


_YOUNGER = (("unknown_month", False), ("opens", False), ("numbered", False))
"""Keys that no file could have when the first editions were published: what does not use them has not changed."""


def plain(value: Any) -> Any:
    """Return a part of an edition as plain values that can be compared and written as JSON."""
    match value:
        case Expression():
            return value.text
        case Mapping():
            return {str(key): plain(entry) for key, entry in value.items()}
        case tuple() | list():
            return [plain(entry) for entry in value]
        case frozenset():
            return sorted(map(str, value))
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case _ if dataclasses.is_dataclass(value):
            said = {entry.name: getattr(value, entry.name) for entry in dataclasses.fields(value)}
            return {name: plain(each) for name, each in said.items() if (name, each) not in _YOUNGER}
    return value


def unpublished(catalogue: Catalogue, folder: Path) -> Mapping[str, str]:
    """Return the digest of each edition that the room's `published.toml` does not know yet. Raises FormError."""
    path = folder / "published.toml"
    known = TomlFile(path, name_of(path)).data if path.is_file() else {}
    names = (
        f"{procedure}/{edition}" for procedure in catalogue.procedures() for edition in catalogue.editions(procedure)
    )
    return {name: digest(catalogue.edition(*name.split("/"))) for name in names if name not in known}


def changed_since_publishing(catalogue: Catalogue) -> tuple[Fault, ...]:
    """Compare each edition of `published.toml` with what stands in the room now."""
    faults: list[Fault] = []
    for folder in catalogue.folders:
        path = folder / "published.toml"
        if path.is_file():
            faults.extend(_compare(catalogue, path))
    return tuple(faults)


def _compare(catalogue: Catalogue, path: Path) -> list[Fault]:
    file = TomlFile(path, name_of(path))
    for key in file.data:
        procedure, _slash, edition = key.partition("/")
        published = file.top.text(key)
        try:
            now = digest(catalogue.edition(procedure, edition))
        except LookupError:
            file.fault(
                (key,), N_("the published edition {key} is gone"), N_("bring its file back: drafts rest on it"), key=key
            )
            continue
        if now != published:
            file.fault(
                (key,),
                N_("the published edition {key} has changed"),
                N_("undo the change and write a new edition; if it was never given out, publish it anew: {digest}"),
                key=key,
                digest=now,
            )
    return file.faults
