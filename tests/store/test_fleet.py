"""What the staff see of the public machines: each tells of itself, without a key of the cases and without a person."""

from __future__ import annotations

import queue
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.service import fleet as fleets
from talentdesk.service.fleet import LASTING, State, fleet, tell_counters
from talentdesk.service.kiosk.herald import Herald
from talentdesk.service.kiosk.standing import Standing
from talentdesk.service.upkeep import place_in
from talentdesk.settings import Settings
from talentdesk.store.keeper import device_key
from talentdesk.store.machines import KEPT, LONGEST_NAME, Machine, put, tell
from talentdesk.store.opened import Store, open_store
from talentdesk.store.server import form
from talentdesk.store.tables import MarkRow

NOW = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)


def centre(database: str) -> Store:
    """The centre's store, at `NOW`."""
    place = place_in(database)
    return open_store(place, device_key(place), now=lambda: NOW)


def stand(store: Store, machine: Machine) -> None:
    with Session(store._engine) as session, session.begin():
        put(session, machine)


def machine(name: str, standing: str = "attract", since: datetime = NOW, heard: datetime = NOW) -> Machine:
    return Machine(name.casefold().replace(" ", ""), name, standing, since, heard)


@pytest.mark.slow
def test_a_machine_tells_the_counters_and_nothing_else_changes(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fleets, "utc_now", lambda: NOW)
    settings = Settings(mode="kiosk", counters=database, counter_name="Hall, left")
    tell_counters(settings, Standing.ATTRACT, NOW)
    assert form(place_in(database)) == "", "a machine makes no store"  # type: ignore[arg-type]
    with closing(centre(database)) as store:
        acts = len(store.acts())
        assert fleet(store, NOW) == ()
        began = NOW - timedelta(minutes=4)
        tell_counters(settings, Standing.BUSY, began)
        tell_counters(Settings(mode="kiosk", counters=database, counter_name="Door"), Standing.NO_PAPER, NOW)
        seen = [(each.name, each.state, each.since) for each in fleet(store, NOW)]
        assert seen == [("Door", State.NO_PAPER, NOW), ("Hall, left", State.BUSY, began)]
        tell_counters(settings, Standing.ATTRACT, NOW)
        assert [each.state for each in fleet(store, NOW)] == [State.NO_PAPER, State.WAITING]
        assert len(store.acts()) == acts


@pytest.mark.slow
def test_a_server_that_is_away_holds_no_machine_up(database: str) -> None:
    nowhere = database.rpartition("host=")[0] + "host=/nowhere"
    for counters in (nowhere, "", "/a/folder", "mysql://desk@elsewhere/centre"):
        tell_counters(Settings(mode="kiosk", counters=counters), Standing.BUSY, NOW)


@pytest.mark.parametrize(
    ("standing", "silence", "state"),
    [
        ("attract", 0.0, State.WAITING),
        ("starting", 0.0, State.STARTING),
        ("busy", 0.0, State.BUSY),
        ("out of paper", 0.0, State.NO_PAPER),
        ("error", 0.0, State.ERROR),
        ("off", 0.0, State.OFF),
        ("a word of a later version", 0.0, State.ERROR),
        ("busy", LASTING.total_seconds(), State.BUSY),
        ("busy", LASTING.total_seconds() + 1, State.SILENT),
        ("off", 3600.0, State.OFF),
    ],
)
def test_how_a_machine_stands(store: Store, standing: str, silence: float, state: State) -> None:
    heard = store._now().replace(microsecond=0)
    stand(store, machine("Hall", standing, heard - timedelta(hours=1), heard))
    (seen,) = fleet(store, heard + timedelta(seconds=silence))
    assert seen.state is state
    assert seen.since == (heard if state is State.SILENT else heard - timedelta(hours=1))


def test_a_machine_that_was_taken_away_goes_after_a_week(store: Store) -> None:
    now = store._now().replace(microsecond=0)
    stand(store, machine("Old", heard=now - KEPT))
    stand(store, machine("Late", heard=now - KEPT + timedelta(minutes=1)))
    assert [each.name for each in fleet(store, now)] == ["Late"]
    stand(store, machine("New", heard=now))
    with Session(store._engine) as session:
        names = session.scalars(sa.select(MarkRow.name).where(MarkRow.name.startswith("machine ")))
        assert sorted(names) == ["machine late", "machine new"]


def test_a_long_name_is_cut_and_a_strange_line_passed_over(store: Store) -> None:
    now = store._now().replace(microsecond=0)
    stand(store, machine("Saguão  principal, à esquerda | entrada", "out of paper", now, now))
    with Session(store._engine) as session, session.begin():
        session.add(MarkRow(name="machine later", value="busy in some other way"))
    (seen,) = fleet(store, now)
    assert seen.name == "Saguão principal, à esquerda | entrada"[:LONGEST_NAME]
    with Session(store._engine) as session:
        values = session.scalars(sa.select(MarkRow.value).where(MarkRow.name.startswith("machine "))).all()
        assert all(len(value) <= 64 for value in values), "a server holds no more"


def test_the_staff_are_told_of_each_change_and_again_while_nothing_changes() -> None:
    told: queue.SimpleQueue[tuple[Standing, datetime]] = queue.SimpleQueue()
    herald = Herald(lambda *said: told.put(said), now=lambda: NOW, every=0.02)
    for standing in (Standing.STARTING, Standing.ATTRACT):
        herald.say(standing)
        while told.get(timeout=20) != (standing, NOW):
            pass
    assert [told.get(timeout=20) for _ in range(3)] == [(Standing.ATTRACT, NOW)] * 3
    herald.say(Standing.OFF)
    herald.close()
    last = [told.get() for _ in range(told.qsize())]
    assert last[-1] == (Standing.OFF, NOW), "the last word goes out"
    assert not any(each.name == "kiosk-herald" for each in threading.enumerate())


def test_what_is_not_yet_told_holds_nobody_up() -> None:
    go_on, told = threading.Event(), []

    def slowly(standing: Standing, since: datetime) -> None:
        told.append(standing)
        go_on.wait(20)

    herald = Herald(slowly, now=lambda: NOW)
    for standing in (Standing.STARTING, Standing.ATTRACT, Standing.BUSY, Standing.ERROR):
        herald.say(standing)
    go_on.set()
    herald.close()
    assert told[-1] is Standing.ERROR
    assert len(told) <= 4


def test_a_store_that_was_never_made_is_left_alone(database: str) -> None:
    place = place_in(database)
    tell(place, machine("Hall"))  # type: ignore[arg-type]
    assert form(place) == ""  # type: ignore[arg-type]
