"""Moving every case of a store into another one: from this machine to a centre's server, or back."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from talentdesk.core.words import N_
from talentdesk.service.mishap import Mishap
from talentdesk.service.roles import needs
from talentdesk.service.upkeep import opened, opened_at, place_in

if TYPE_CHECKING:
    from talentdesk.settings import Settings
    from talentdesk.store.moving import Moved


@needs("move")
def move_to(settings: Settings, goal: str) -> Moved:
    """Copy the cases of these settings' store into the store at `goal`, which must hold none. The source stays.

    Raises StoreTrouble, or Mishap where there are no cases or both are the same place.
    """
    here, there = place_in(settings.place), place_in(goal)
    if here == there:
        raise Mishap(N_("the cases are there already"), N_("name another folder or database"))
    with opened(settings) as source, closing(opened_at(settings, there)) as target:
        return source.move_to(target)
