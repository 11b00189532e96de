"""The bill of materials names everything that is shipped, and nothing else, in CycloneDX's own shape."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from talentdesk.bootstrap.environment import LOCK, ROOT
from talentdesk.bootstrap.lock import requirements
from talentdesk.bootstrap.sbom import bill_of_materials


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(bill_of_materials(LOCK))
    return read


def test_it_has_the_shape_of_cyclonedx(bill: dict[str, Any]) -> None:
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.5", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])
    assert bill["metadata"]["component"]["name"] == "talentdesk"
    for part in bill["components"]:
        assert part["type"] == "library"
        assert part["purl"] == part["bom-ref"] == f"pkg:pypi/{part['name']}@{part['version']}"
        (licence,) = part["licenses"]
        assert set(licence["license"]) < {"id", "name"}
        for file in part["externalReferences"]:
            assert file["type"] == "distribution"
            assert [each["alg"] for each in file["hashes"]] == ["SHA-256"]
            assert all(re.fullmatch(r"[0-9a-f]{64}", each["content"]) for each in file["hashes"])


def test_it_lists_what_pip_would_install_with_the_same_digests(bill: dict[str, Any]) -> None:
    pins = requirements(LOCK)
    assert {f"{part['name']}=={part['version']}" for part in bill["components"]} == set(
        re.findall(r"^[\w.-]+==[\w.]+", pins, re.M)
    )
    assert {file["hashes"][0]["content"] for part in bill["components"] for file in part["externalReferences"]} == set(
        re.findall(r"sha256:(\w+)", pins)
    )


def test_every_part_hangs_on_the_program(bill: dict[str, Any]) -> None:
    needs = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    seen, waiting = set(), [bill["metadata"]["component"]["bom-ref"]]
    while waiting:
        part = waiting.pop()
        if part not in seen:
            seen.add(part)
            waiting += needs[part]
    assert seen == set(needs)
    assert len(seen) == len(bill["components"]) + 1


def test_nothing_shipped_is_under_the_gpl(bill: dict[str, Any]) -> None:
    names = {name for part in bill["components"] for each in part["licenses"] for name in each["license"].values()}
    assert names
    assert not [name for name in names if re.search(r"(?<!L)GPL", name)]


def test_a_package_whose_licence_nobody_has_read_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "uv.lock"
    lock.write_text(LOCK.read_text("utf-8").replace('name = "cbor2"', 'name = "newcomer"'), "utf-8")
    with pytest.raises(KeyError, match="newcomer"):
        bill_of_materials(lock)


def test_it_is_printed_and_always_the_same() -> None:
    command = [sys.executable, "-m", "talentdesk.bootstrap", "sbom"]
    printed = {subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout for _ in range(2)}
    assert printed == {bill_of_materials(LOCK).encode()}
