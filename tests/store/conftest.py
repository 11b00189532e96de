from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from cluster import Cluster

from talentdesk.core.draft import Draft
from talentdesk.store.address import Place, Server, place_of
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.opened import Store, open_store
from talentdesk.store.vault import Protection, Vault

KEY = bytes(range(32))


class Tick:
    """A wall clock that moves on a second each time it is asked."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


def make_draft(id: str = "a", **changes: Any) -> Draft:
    known = {"procedure": "residence-permit", "edition": "2024-01-01", "as_of": date(2026, 11, 26)}
    return Draft(id=id, **{**known, **changes})


@pytest.fixture
def draft() -> Callable[..., Draft]:
    return make_draft


@pytest.fixture
def vault() -> Vault:
    """A key that a second process of the test knows too."""
    return Vault(None, KEY, Keyslots(""), Protection.MEMORY)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store, made once: making one takes longer than most tests."""
    place = tmp_path_factory.mktemp("template") / "data"
    made = datetime(2026, 11, 1, tzinfo=UTC)
    open_store(place, Vault(None, KEY, Keyslots(""), Protection.MEMORY), now=lambda: made).close()
    return place


@pytest.fixture
def ready(template: Path, place: Path) -> Path:
    """A folder with an empty store, which `vault` opens."""
    return shutil.copytree(template, place)


@pytest.fixture
def store(ready: Path, vault: Vault) -> Iterator[Store]:
    opened = open_store(ready, vault, now=Tick())
    yield opened
    opened.close()


@pytest.fixture(params=["folder", "server"])
def spot(request: pytest.FixtureRequest) -> Place:
    """Where a store is that `vault` opens, in both kinds of places."""
    if request.param == "folder":
        return cast(Path, request.getfixturevalue("ready"))
    return cast(Server, request.getfixturevalue("centre"))


@pytest.fixture(scope="session")
def empty_centre(cluster: Cluster) -> str:
    """A database with an empty store, made once."""
    server = place_of(cluster.new_database())
    made = datetime(2026, 11, 1, tzinfo=UTC)
    open_store(server, Vault(None, KEY, Keyslots(""), Protection.MEMORY), now=lambda: made).close()
    assert isinstance(server, Server)
    return server.url.partition("@/")[2].partition("?")[0]


@pytest.fixture
def centre(cluster: Cluster, empty_centre: str) -> Server:
    """A server with an empty store, which `vault` opens."""
    made = place_of(cluster.new_database(empty_centre))
    assert isinstance(made, Server)
    return made


@pytest.fixture
def either(spot: Place, vault: Vault) -> Iterator[Store]:
    """An empty store of each kind."""
    opened = open_store(spot, vault, now=Tick())
    yield opened
    opened.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes, to be filled and locked; needs the right to mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("a small disk can't be mounted here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)
