from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import pytest

from talentdesk import paths
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.interview import Interview
from talentdesk.core.sheet import Sheet
from talentdesk.paper import fonts

TODAY = date(2026, 11, 23)

HELENA = {
    "request.act": "extension",
    "request.rp_kind": "work",
    "person.surname": "FERREIRA DA COSTA",
    "person.given_names": "HELENA MARIA",
    "person.name_zh": "何丽娜",
    "person.nationality": "PRT",
    "person.birth_place": "COIMBRA",
    "person.birth_date": "1994-06-18",
    "person.sex": "F",
    "contact.address_china": "深圳市南山区前海桂湾五路128号6栋1203",
    "contact.phone": "186 0000 4127",
    "employer.name": "前海蓝湾设计（深圳）有限公司",
    "employer.contact": "周小姐 0755-0000 2186",
    "passport.type": "ordinary",
    "passport.number": "CB482137",
    "passport.expiry_date": "2029-02-28",
    "visa.kind": "residence_permit",
    "visa.number": "77120",
    "visa.expiry_date": "2027-01-31",
    "request.rp_action": "renewal",
    "request.rp_until": "2028-01-31",
    "dependants[0].surname": "COSTA",
    "dependants[0].given_names": "JOÃO",
    "dependants[0].sex": "M",
    "dependants[0].birth_date": "2019-05-02",
    "dependants[0].relation": "儿子",
    "agent.represented": "no",
}

Ask = Callable[..., Interview]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue([paths.room("forms")])


@pytest.fixture(scope="session")
def sheet(catalogue: Catalogue) -> Sheet:
    return catalogue.sheet("foreigner-visa-permit", TODAY)


@pytest.fixture
def ask(catalogue: Catalogue) -> Ask:
    """An interview with Helena's answers, changed by `typed`; `None` takes an answer away."""

    def begin(
        typed: Mapping[str, str | None] | None = None,
        procedure: str = "residence-permit",
        declined: Iterable[str] = (),
        *,
        empty: bool = False,
    ) -> Interview:
        answers = {**({} if empty else HELENA), **(typed or {})}
        return Interview(
            catalogue.in_force(procedure, TODAY),
            catalogue,
            as_of=TODAY,
            typed={name: text for name, text in answers.items() if text is not None},
            declined=declined,
            check_text=fonts.missing,
        )

    return begin
