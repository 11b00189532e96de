"""The pick-up slip of a case: by code where the centre's server has it, and by the squares that carry the answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from talentdesk.i18n import titled
from talentdesk.service import handoff
from talentdesk.service.characters import font_missing
from talentdesk.service.parcels import codes_of

if TYPE_CHECKING:
    from talentdesk.core.interview import Interview
    from talentdesk.paper.page import LaidPaper


def pickup_slip(
    interview: Interview,
    languages: Sequence[str],
    reference: str,
    *,
    code: str = "",
    until: datetime | None = None,
    office_key: str = "",
) -> LaidPaper:
    """The slip. `code` is what `handoff.leave` gave, `until` its last moment; `reference` names the printing.

    Raises InputError for an office's key that is none, Mishap when a font is missing.
    """
    from talentdesk.paper.faces import FontMissing
    from talentdesk.paper.pickup import Pickup, lay_out_pickup_slip

    about = interview.edition.about
    pickup = Pickup(
        matter=lambda language: titled(about.title, language),
        reference=reference,
        code=handoff.shown(code) if code else "",
        scanned=handoff.scannable(code) if code else "",
        until=until,
        texts=codes_of(interview, office_key),
        sealed=bool(office_key),
    )
    try:
        return lay_out_pickup_slip(pickup, languages)
    except FontMissing as gone:
        raise font_missing(gone.file) from gone
