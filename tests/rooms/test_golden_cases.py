"""The golden cases of every procedure notice each operator and number that is taken for its neighbour."""

from __future__ import annotations

import pytest

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.mutation import survivors
from talentdesk.core.triagemutation import triage_survivors
from talentdesk.paths import room


@pytest.mark.slow
def test_no_slip_in_a_rule_goes_unnoticed() -> None:
    catalogue = Catalogue([room("forms")])
    assert [str(fault) for fault in (*survivors(catalogue), *triage_survivors(catalogue))] == []
