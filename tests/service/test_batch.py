"""What goes wrong while rows are printed reaches whoever asked, whole, also from another process."""

from __future__ import annotations

import pickle

import pytest

from talentdesk.service.mishap import InputError, Mishap, Told


@pytest.mark.parametrize("kind", [Mishap, InputError])
def test_a_mishap_keeps_its_remedy_on_the_way_from_a_process(kind: type[Told]) -> None:
    told = pickle.loads(pickle.dumps(kind("the font file {file} is missing", "install it", file="a.ttf")))
    assert type(told) is kind
    assert (told.cause, told.remedy, told.details) == (
        "the font file {file} is missing",
        "install it",
        {"file": "a.ttf"},
    )
