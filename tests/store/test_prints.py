"""The ready-to-print list outlasts everything but its case, on both engines, and holds no paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from talentdesk.core.draft import Draft, State
from talentdesk.store.address import Place
from talentdesk.store.opened import Store, open_store
from talentdesk.store.printlines import PrintState, Wanted
from talentdesk.store.prints import PRINTED_STAYS
from talentdesk.store.tables import PrintRow
from talentdesk.store.trouble import NoSuchCase
from talentdesk.store.vault import Vault

MakeDraft = Callable[..., Draft]
WANTED = Wanted("a", ("form", "checklist"), ("zh-Hans", "en"), 2, True, "HP", "tray-2", "counter-3")


@pytest.fixture
def either(spot: Place, vault: Vault) -> Iterator[Store]:
    opened = open_store(spot, vault)
    yield opened
    opened.close()


def test_a_line_keeps_everything_but_the_paper(either: Store, draft: MakeDraft) -> None:
    either.save(draft("a", typed={"person.surname": "FERREIRA", "person.name_zh": "何丽娜"}))
    id = either.prints.add(WANTED)
    (line,) = either.prints.listed("counter-3")
    assert (line.id, line.wanted, line.state, line.reason) == (id, WANTED, PrintState.READY, "")
    assert (line.surname, line.name_zh, line.number, line.printer) == ("FERREIRA", "何丽娜", 1, "HP")
    other = replace(WANTED, printer="Canon", tray="", copies=1, two_sided=False)
    either.prints.choose(id, other)
    assert either.prints.listed("counter-3")[0].wanted == other
    assert not any(isinstance(column.type, sa.LargeBinary) for column in PrintRow.__table__.columns)


def test_each_counter_has_a_list_of_its_own(either: Store, draft: MakeDraft) -> None:
    either.save(draft("a"))
    either.prints.add(WANTED)
    either.prints.add(replace(WANTED, desk="counter-4"))
    assert len(either.prints.listed("counter-3")) == len(either.prints.listed("counter-4")) == 1
    assert either.prints.listed("") == ()


def test_what_failed_comes_first_and_stays_until_it_is_taken_out(either: Store, draft: MakeDraft) -> None:
    either.save(draft("a"))
    printed, failed, ready, sent = (either.prints.add(WANTED) for _ in range(4))
    either.prints.mark([printed], PrintState.PRINTED, jobs=[7], printer="HP")
    either.prints.mark([failed], PrintState.FAILED, "vanished", [], "HP")
    either.prints.mark([sent], PrintState.SENT, "no_paper", [8, 9], "HP")
    assert [line.id for line in either.prints.listed("counter-3")] == [failed, sent, ready, printed]
    first, second, *_ = either.prints.listed("counter-3")
    assert (first.reason, second.jobs) == ("vanished", (8, 9))
    soon = either.prints.add(WANTED)
    assert [line.id for line in either.prints.listed("counter-3")] == [failed, sent, soon, ready, printed]
    either.prints.take_out([soon])
    later = either.prints._now() + 2 * PRINTED_STAYS
    either.prints._now = lambda: later
    newest = either.prints.add(WANTED)
    assert [line.id for line in either.prints.listed("counter-3")] == [failed, sent, newest, ready]
    either.prints.take_out([failed, sent])
    assert [line.id for line in either.prints.listed("counter-3")] == [newest, ready]
    assert either.load("a").id == "a"


def test_a_case_that_went_out_is_printed_and_can_be_saved_on(either: Store, draft: MakeDraft) -> None:
    either.save(draft("a"))
    id = either.prints.add(WANTED)
    either.prints.mark([id], PrintState.FAILED, "jam")
    assert either.find("")[0].state is State.DRAFT
    either.prints.mark([id], PrintState.SENT)
    assert either.find("")[0].state is State.PRINTED
    either.save(draft("a", state=State.RECEIVED))
    either.prints.mark([id], PrintState.PRINTED)
    assert either.load("a").state is State.RECEIVED


def test_an_erased_case_takes_its_lines_along(either: Store, draft: MakeDraft) -> None:
    either.save(draft("a"))
    either.save(draft("b"))
    either.prints.add(WANTED)
    kept = either.prints.add(replace(WANTED, draft="b"))
    either.erase("a")
    assert [line.id for line in either.prints.listed("counter-3")] == [kept]
    with pytest.raises(NoSuchCase):
        either.prints.add(WANTED)


def test_a_line_that_was_taken_out_meanwhile_stays_out(either: Store, draft: MakeDraft) -> None:
    either.save(draft("a"))
    id = either.prints.add(WANTED)
    either.prints.take_out([id])
    either.prints.mark([id], PrintState.PRINTED)
    either.prints.choose(id, WANTED)
    assert either.prints.listed("counter-3") == ()
