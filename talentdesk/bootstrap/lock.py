"""Reads from uv.lock which packages, in which versions and with which digests, the program runs on."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

Package = Mapping[str, Any]
Edge = Mapping[str, Any]
ALWAYS = ""


def requirements(lock: Path, extras: Iterable[str] = ()) -> str:
    """The lock as pip reads it: one pinned line a package, each with the digests of all its files.

    Follows the project's own entry, plus the named extras of it. A package that only some
    machines need carries its marker. Ready for `pip install --require-hashes --no-deps`.
    """
    project, packages = packages_of(lock)
    markers = reached(packages, project, extras)
    return "".join(_line(package, markers[key]) for package in packages if (key := _key(package)) in markers)


def packages_of(lock: Path) -> tuple[Package, list[Package]]:
    """The project's own entry, and every entry of the lock."""
    packages = tomllib.loads(lock.read_text("utf-8"))["package"]
    return next(package for package in packages if "editable" in package["source"]), packages


def reached(packages: list[Package], project: Package, extras: Iterable[str] = ()) -> dict[tuple[str, str], set[str]]:
    """For every package that is reached, by name and version: the markers under which it is, one for each way to it."""
    found: dict[tuple[str, str], set[str]] = {}
    followed = set()
    waiting = [(edge, ALWAYS) for edge in _edges(project, extras)]
    while waiting:
        edge, above = waiting.pop()
        package, wanted = _package(packages, edge), tuple(edge.get("extra", ()))
        marker = _both(above, edge.get("marker", ALWAYS))
        if (step := (_key(package), wanted, marker)) in followed:
            continue
        followed.add(step)
        found.setdefault(_key(package), set()).add(marker)
        waiting += [(below, marker) for below in _edges(package, wanted)]
    return found


def _edges(package: Package, extras: Iterable[str]) -> Iterator[Edge]:
    yield from package.get("dependencies", ())
    for extra in extras:
        yield from package.get("optional-dependencies", {}).get(extra, ())


def _package(packages: list[Package], edge: Edge) -> Package:
    """The package an edge leads to; the edge names a version where the lock holds several."""
    named = [package for package in packages if package["name"] == edge["name"]]
    return next(package for package in named if edge.get("version", package["version"]) == package["version"])


def _line(package: Package, markers: set[str]) -> str:
    condition = "" if ALWAYS in markers else " ; " + " or ".join(f"({marker})" for marker in sorted(markers))
    digests = "".join(f" \\\n    --hash={file['hash']}" for file in package["wheels"])
    return f"{package['name']}=={package['version']}{condition}{digests}\n"


def _key(package: Package) -> tuple[str, str]:
    return package["name"], package["version"]


def _both(one: str, other: str) -> str:
    if not one or not other or one == other:
        return one or other
    return f"({one}) and ({other})"
