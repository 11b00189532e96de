"""The bill of materials of the shipped program in CycloneDX 1.5, from the lock: the same bytes for the same lock."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

from talentdesk.bootstrap.licences import licence_of
from talentdesk.bootstrap.lock import Package, packages_of, reached

_SPDX = frozenset({"MIT", "MPL-2.0", "Apache-2.0", "PSF-2.0", "Zlib", "LGPL-3.0"})
"""Names that SPDX's list has; others are told as they are."""


def bill_of_materials(lock: Path) -> str:
    """Each package that the program runs on: name, version, purl, licence, every file with its SHA-256, and what
    it needs in turn. As JSON. Raises KeyError for a package without a licence.

    Neither a time nor a random number is in it, so that two of them can be compared.
    """
    project, packages = packages_of(lock)
    run = reached(packages, project)
    shipped = [package for package in packages if (package["name"], package["version"]) in run]
    known = {(package["name"], package["version"]) for package in shipped}
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, lock.read_text('utf-8'))}",
        "version": 1,
        "metadata": {"component": _project(project)},
        "components": [_component(package) for package in shipped],
        "dependencies": [
            {"ref": _purl(package), "dependsOn": _needs(package, packages, known)} for package in (project, *shipped)
        ],
    }
    return json.dumps(bill, indent=1, ensure_ascii=False) + "\n"


def _project(package: Package) -> dict[str, Any]:
    return {**_named(package, "application"), "licenses": [{"license": {"id": "Apache-2.0"}}]}


def _component(package: Package) -> dict[str, Any]:
    licence = licence_of(package["name"])
    named = {"id" if licence in _SPDX else "name": licence}
    return {
        **_named(package, "library"),
        "licenses": [{"license": named}],
        "externalReferences": [_file(file) for file in package["wheels"]],
    }


def _named(package: Package, kind: str) -> dict[str, Any]:
    purl = _purl(package)
    return {"type": kind, "bom-ref": purl, "name": package["name"], "version": package["version"], "purl": purl}


def _file(file: Package) -> dict[str, Any]:
    digest = file["hash"].removeprefix("sha256:")
    return {"type": "distribution", "url": file["url"], "hashes": [{"alg": "SHA-256", "content": digest}]}


def _needs(package: Package, packages: list[Package], known: set[tuple[str, str]]) -> list[str]:
    """What the package needs on some machine or other."""
    wanted = {edge["name"] for edge in package.get("dependencies", ())}
    below = (each for each in packages if each["name"] in wanted and (each["name"], each["version"]) in known)
    return [_purl(each) for each in below]


def _purl(package: Package) -> str:
    return f"pkg:pypi/{package['name']}@{package['version']}"
