"""Every protection in the table of proofs is missed by its tests when it is taken away."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest
import sabotage

LONG = bool(os.environ.get("TALENTDESK_LONG"))
"""All of them, before a release; else those that are quick."""
CHOSEN = [each for each in sabotage.sabotages() if LONG or each.quick]


def _functions(file: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}


def test_every_goal_is_in_the_table_with_its_number_and_a_sabotage() -> None:
    wanted = [f"G{number}" for number in range(1, 17)]
    assert [goal.id for goal in sabotage.goals()] == wanted
    assert all(goal.promise and goal.tests for goal in sabotage.goals())
    assert {each.goal for each in sabotage.sabotages()} == set(wanted)


def test_every_test_in_the_table_is_there() -> None:
    rows = [*sabotage.goals(), *sabotage.sabotages()]
    for test in sorted({test for row in rows for test in row.tests}):
        file, _, name = test.partition("::")
        assert (sabotage.ROOT / file).exists(), test
        assert not name or name.partition("[")[0] in _functions(sabotage.ROOT / file), test


@pytest.mark.parametrize("row", sabotage.sabotages(), ids=lambda row: row.protection)
def test_what_is_taken_away_is_still_where_it_was(row: sabotage.Sabotage, tmp_path: Path) -> None:
    for edit in row.edits:
        target = tmp_path / edit.file
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            target.write_text((sabotage.ROOT / edit.file).read_text("utf-8"), "utf-8")
        target.write_text(text := sabotage.edited(edit, tmp_path), "utf-8")
        if edit.file.endswith(".py"):
            ast.parse(text)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("row", CHOSEN, ids=lambda row: row.protection)
def test_a_protection_that_is_gone_is_missed(row: sabotage.Sabotage) -> None:
    outcome = sabotage.tried(row)
    assert row.noticed(outcome), outcome.said


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_the_same_tests_pass_where_nothing_is_gone() -> None:
    outcome = sabotage.untouched(CHOSEN)
    assert outcome.whole, outcome.said
