from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from talentdesk.store import place as places
from talentdesk.store.trouble import NetworkPlace, ReadOnlyPlace, StoreLocked

MOUNTINFO = """\
22 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw
40 22 0:35 / /mnt/office\\040share rw,relatime shared:9 - cifs //server/share rw,vers=3.1.1
41 22 0:36 / /home/w/remote rw,nosuid - fuse.sshfs host:/ rw
42 40 259:3 / /mnt/office\\040share/local rw - xfs /dev/sdb1 rw
43 22 0:37 / /data rw - ext4 /dev/sdc rw
44 22 0:38 / /data rw - nfs4 host:/data rw
"""
MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//w@server/share on /Volumes/share (smbfs, nodev, nosuid, mounted by w)
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/w/data", "ext4"),
        ("/home/w/remote", "fuse.sshfs"),
        ("/home/w/remote/deep/er", "fuse.sshfs"),
        ("/home/w/remoter", "ext4"),
        ("/mnt/office share/x", "cifs"),
        ("/mnt/office share/local/x", "xfs"),
        ("/data/x", "nfs4"),
    ],
)
def test_linux_mounts_tell_the_file_system(place: str, kind: str) -> None:
    assert places.file_system(Path(place), places.linux_mounts(MOUNTINFO)) == kind


def test_mac_mounts_tell_the_file_system() -> None:
    mounts = places.mac_mounts(MAC)
    assert places.file_system(Path("/Volumes/share/x"), mounts) == "smbfs"
    assert places.file_system(Path("/Users/w"), mounts) == "apfs"


def test_a_network_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_mounts", lambda: (("/", "ext4"), (str(tmp_path.resolve()), "nfs4")))
    with pytest.raises(NetworkPlace):
        places.prepare(tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_this_disk_is_not_taken_for_a_share(tmp_path: Path) -> None:
    places.refuse_network(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_the_folder_is_closed_to_others(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir(mode=0o755)
    (tmp_path / "mixed").mkdir(mode=0o755)
    (tmp_path / "mixed" / "other.txt").touch()
    modes = {}
    for name in ("new", "empty", "mixed"):
        places.prepare(tmp_path / name)
        modes[name] = (tmp_path / name).stat().st_mode & 0o777
    assert modes == {"new": 0o700, "empty": 0o700, "mixed": 0o755}


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(ReadOnlyPlace):
        places.prepare(tmp_path / "data" / "deeper")


def test_a_private_file_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    places.write_private(file, b"one")
    places.write_private(file, b"two")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]
    assert file.read_bytes() == b"two"
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    (target / "inside").touch()
    with pytest.raises(Exception, match="store"):
        places.write_private(target, b"x")
    assert [entry.name for entry in tmp_path.iterdir()] == ["folder"]


HOLD = """
import sys
from pathlib import Path
from talentdesk.store import place
with place.alone(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_upkeep_is_done_by_one_process_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"held\n"
        with pytest.raises(StoreLocked), places.alone(tmp_path, patience=0):
            pass
        child.kill()
        child.wait()
    with places.alone(tmp_path, patience=0):
        pass


def test_ballast_is_real_and_given_back(tmp_path: Path) -> None:
    places.keep_ballast(tmp_path)
    ballast = tmp_path / places.BALLAST
    assert ballast.stat().st_size >= 1 << 20
    if os.name == "posix":
        assert ballast.stat().st_blocks * 512 >= 1 << 20
    assert places.drop_ballast(tmp_path)
    assert not places.drop_ballast(tmp_path)


@pytest.mark.parametrize(("free", "size"), [(0, 0), (10 << 20, 0), (16 << 20, 1 << 20), (1 << 30, 16 << 20)])
def test_ballast_fits_the_disk(free: int, size: int) -> None:
    assert places._ballast_size(free) == size
