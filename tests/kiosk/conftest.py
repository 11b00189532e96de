"""The windows of a public machine are told what to do by the environment: no other test finds it there."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def own_environment() -> Iterator[None]:
    """What a machine set is gone when its test is over. A checkout left on PYTHONPATH was found by a program that was
    installed far from it, which then ran all these tests within themselves."""
    before = dict(os.environ)
    yield
    for name in os.environ.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)
