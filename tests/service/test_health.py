"""What is wrong with a machine."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from talentdesk.service.health import Verdict, examine, swap_areas


def verdicts(place: Path, **more: bool) -> dict[str, Verdict]:
    return {finding.part: finding.verdict for finding in examine(str(place), **more)}


def test_a_new_place_is_good_and_is_not_made_by_looking(tmp_path: Path) -> None:
    found = verdicts(tmp_path / "new" / "place")
    assert found["place of the cases"] is Verdict.GOOD
    assert found["encrypted database"] is Verdict.GOOD
    assert found["fonts"] is Verdict.GOOD
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert verdicts(tmp_path / "file")["place of the cases"] is Verdict.FAULT


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_folder_open_to_others_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert verdicts(tmp_path)["place of the cases"] is Verdict.NOTICE


def test_a_database_server_is_left_to_itself() -> None:
    findings = examine("postgresql://host/cases")
    assert [finding.verdict for finding in findings if finding.part == "place of the cases"] == [Verdict.NOTICE]


def test_a_kiosk_is_looked_at_more_closely(tmp_path: Path) -> None:
    assert {"swap", "core dumps"} <= verdicts(tmp_path, kiosk=True).keys()
    assert not {"swap", "core dumps"} & verdicts(tmp_path).keys()


def test_swap_on_a_disk_counts_and_compressed_memory_does_not(tmp_path: Path) -> None:
    table = tmp_path / "swaps"
    table.write_text("Filename Type Size Used Priority\n/dev/zram0 partition 1 0 5\n/swap.img file 1 0 -2\n")
    assert swap_areas(table) == ["/swap.img"]
    assert swap_areas(tmp_path / "none") is None
