"""Cases that wait for a counter under the code of a slip: taken once, in time, by whoever shows the code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from cluster import Cluster

from talentdesk.core.cases import read_cases
from talentdesk.core.interview import Interview
from talentdesk.paths import room
from talentdesk.service import handoff
from talentdesk.service.rooms import catalogue
from talentdesk.service.upkeep import opened
from talentdesk.settings import Settings
from talentdesk.store.audit import Action
from talentdesk.store.handoffs import LeftCase
from talentdesk.store.opened import Store, open_store, utc_now
from talentdesk.store.vault import Vault

LEFT = LeftCase(
    "residence-permit",
    "2024-12-01",
    date(2026, 11, 26),
    {"person.surname": "FERREIRA", "person.name_zh": "方\ud842", "contact.phone": "1380\0"},
    frozenset({"person.middle_name"}),
    {"person.surname": "mrz"},
    (("fill-in", "pt"),),
)
LATER = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)


def test_what_was_left_comes_back_once_as_it_was_typed(either: Store) -> None:
    assert either.leave("ABCD2345", LEFT, LATER)
    assert either.collect("ABCD2346") is None
    assert either.collect("ABCD2345") == LEFT
    assert either.collect("ABCD2345") is None


def test_a_code_in_use_is_not_given_twice(either: Store) -> None:
    assert either.leave("ABCD2345", LEFT, LATER)
    assert not either.leave("ABCD2345", replace(LEFT, procedure="k-visa"), LATER)
    assert either.collect("ABCD2345") == LEFT


def test_what_nobody_took_in_time_is_gone_from_the_table(ready: object, place: object, vault: Vault) -> None:
    moment = [datetime(2026, 11, 26, 9, 0, tzinfo=UTC)]
    now: Callable[[], datetime] = lambda: moment[0]  # noqa: E731
    store = open_store(place, vault, now=now)  # type: ignore[arg-type]
    store.leave("ABCD2345", LEFT, moment[0] + timedelta(days=3))
    store.leave("ABCD2346", LEFT, moment[0] + timedelta(days=9))
    moment[0] += timedelta(days=3)
    assert store.collect("ABCD2345") is None
    assert rows(store) == 1
    store.leave("ABCD2347", LEFT, moment[0] + timedelta(days=1))
    store.close()
    moment[0] += timedelta(days=7)
    again = open_store(place, vault, now=now)  # type: ignore[arg-type]
    assert rows(again) == 0, "opening a store lets go of what is over"
    again.close()


def test_the_code_itself_is_nowhere_and_the_acts_name_nobody(store: Store) -> None:
    store.leave("ABCD2345", LEFT, LATER)
    store.collect("ABCD2345")
    store.collect("ABCD2345")
    with store._engine.connect() as connection:
        acts = connection.execute(sa.text("SELECT * FROM audit")).all()
    told = [str(act) for act in acts if Action.HANDOVER.value in str(act)]
    assert len(told) == 3
    assert not any("ABCD" in each or "FERREIRA" in each for each in told)


def test_a_table_read_by_a_stranger_gives_no_code(store: Store) -> None:
    store.leave("ABCD2345", LEFT, LATER)
    with store._engine.connect() as connection:
        row = str(connection.execute(sa.text("SELECT * FROM handoffs")).one())
    assert "ABCD2345" not in row


def rows(store: Store) -> int:
    with store._engine.connect() as connection:
        count: int = connection.execute(sa.text("SELECT count(*) FROM handoffs")).scalar_one()
    return count


def test_a_machine_in_the_hall_and_a_counter_meet_on_the_centre_s_server(cluster: Cluster) -> None:
    url = cluster.new_database()
    case = next(each for each in read_cases(room("forms") / "procedures/residence-permit/cases.toml") if each.sample)
    edition = catalogue().in_force("residence-permit", case.as_of)
    interview = Interview(edition, catalogue(), as_of=case.as_of, typed=dict(case.answers.typed))
    machine, counter = Settings(mode="kiosk", counters=url), Settings(data=url)
    code = handoff.leave_for_counters(machine, interview, utc_now(), consents=[("fill-in", "en")])
    with opened(counter) as store:
        draft = handoff.take(store, handoff.scannable(code), utc_now())
        assert draft.typed["passport.number"] == case.answers.typed["passport.number"]
        assert store.find(case.answers.typed["person.surname"])[0].id == draft.id
