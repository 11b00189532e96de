"""What is different between two days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from toyroom import EDITION, write_room

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.differences import editions_between, parameters_between


def test_a_parameter_that_changes_appears_and_is_repealed(toy: Catalogue) -> None:
    (change,) = parameters_between(toy, date(2025, 1, 1), date(2026, 1, 1))
    assert change.before is not None
    assert change.after is not None
    assert (change.before.value, change.after.value) == (Decimal(18), Decimal(21))
    assert change.citation is not None
    assert change.citation.instrument.en == "Memory"
    (new,) = parameters_between(toy, date(2019, 12, 31), date(2020, 1, 1))
    assert (new.before, new.after and new.after.value) == (None, Decimal(18))
    (repealed,) = parameters_between(toy, date(2029, 12, 31), date(2030, 1, 1))
    assert repealed.after is None
    assert parameters_between(toy, date(2026, 1, 1), date(2029, 12, 31)) == ()


def test_another_edition_names_what_was_added_removed_and_changed(tmp_path: Path) -> None:
    later = (
        EDITION.replace('id = "old-enough"', 'id = "grown-up"')
        .replace("max = 20", "max = 30")
        .replace('"person.surname"', '"person.family"')
        + '[renames]\n"person.surname" = "person.family"\n'
    )
    room = Catalogue([write_room(tmp_path, procedures__toy__x=later)])
    path = tmp_path / "forms/procedures/toy"
    (path / "x.toml").rename(path / "2026-06-01.toml")
    (change,) = editions_between(room, date(2026, 1, 1), date(2026, 6, 1))
    assert change.before is not None
    assert change.after is not None
    assert (change.before.edition, change.after.edition) == ("2024-12-01", "2026-06-01")
    assert {(part.kind, part.id, part.how) for part in change.parts} == {
        ("question", "employer.name", "changed"),
        ("rule", "grown-up", "added"),
        ("rule", "old-enough", "removed"),
    }
    assert editions_between(room, date(2026, 6, 1), date(2027, 1, 1)) == ()
    (new,) = editions_between(room, date(2024, 1, 1), date(2024, 12, 1))
    assert (new.before, new.parts) == (None, ())
