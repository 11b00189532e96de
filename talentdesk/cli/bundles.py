"""`import` and `export`: a file becomes a case, a case becomes a bundle."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk import settings
from talentdesk.cli.arguments import Chosen
from talentdesk.cli.mishaps import DONE, FAULTS, UsageError
from talentdesk.cli.output import warn, write, write_json
from talentdesk.cli.reading import ask_passphrase, key_file
from talentdesk.core.words import N_
from talentdesk.i18n import plural, say
from talentdesk.service.faults import cause_and_remedy

if TYPE_CHECKING:
    from talentdesk.service.answers import Stray
    from talentdesk.service.arrivals import Arrival, Earlier, Standing


def run_import(chosen: Chosen) -> int:
    """A file becomes a case; with --dry-run it is only shown."""
    from talentdesk.service.arrivals import arrive, earlier_case, standing_of, take
    from talentdesk.service.roles import doing
    from talentdesk.service.upkeep import opened

    wanted, dry = settings.load(data=chosen.data), chosen.dry_run
    arrival = arrive(
        Path(chosen.file),
        date.today(),
        chosen.procedure or "",
        key_file(chosen.key),
        lambda: ask_passphrase(chosen.language),
    )
    with ExitStack() as stack:
        stack.enter_context(doing("import"))
        store = stack.enter_context(opened(wanted, make=True)) if not dry or _is_there(wanted) else None
        standing = standing_of(arrival.sender, store) if arrival.sender else None
        earlier = earlier_case(arrival, store) if store else None
        draft = take(arrival, store, datetime.now(UTC)) if store and not dry else None
    case = {"number": draft.number, "id": draft.id} if draft else {}
    if chosen.json:
        write_json({**case, **_document(arrival, standing, earlier, chosen.language)})
    else:
        if draft:
            write(say("Case {number}, id {id}", chosen.language, number=str(draft.number), id=draft.id))
        _write(arrival, standing, earlier, chosen.language)
    _warn(arrival, chosen.language)
    return FAULTS if arrival.misfits else DONE


def run_export(chosen: Chosen) -> int:
    """A case becomes a bundle for the desks named, for this office, or for who knows the passphrase."""
    from talentdesk.service.bundles import export_case

    wanted = settings.load(data=chosen.data)
    to = chosen.to or []
    if to and chosen.passphrase:
        cause, remedy = N_("a bundle is closed with a passphrase or for keys, not both"), N_("leave one out")
        raise UsageError(cause, remedy)
    if not to and not chosen.passphrase and wanted.office_key:
        to = [wanted.office_key]
    sent = export_case(
        wanted,
        chosen.case,
        Path(chosen.out),
        to,
        chosen.purpose,
        lambda: ask_passphrase(chosen.language, twice=True),
        datetime.now(UTC),
        chosen.abroad or "",
    )
    if chosen.json:
        write_json(
            {"file": chosen.out, "number": sent.number, "id": sent.id, "answers": sent.answers, "to": list(sent.to),
             "purpose": chosen.purpose, "desk": sent.by}
        )  # fmt: skip
        return DONE
    write(
        plural(
            "{file}: case {number} with {count} answer",
            "{file}: case {number} with {count} answers",
            sent.answers,
            chosen.language,
            file=chosen.out,
            number=str(sent.number),
        )
    )
    for key in sent.to:
        warn(say("Opens with the key of {key}", chosen.language, key=key))
    warn(say("The receiver knows this desk by its fingerprint: {fingerprint}", chosen.language, fingerprint=sent.by))
    return DONE


def _is_there(wanted: settings.Settings) -> bool:
    """Looking at a file makes no store."""
    from talentdesk.service.upkeep import folder_of
    from talentdesk.store.place import DATABASE

    return (folder_of(wanted) / DATABASE).exists()


def _document(arrival: Arrival, standing: Standing | None, earlier: Earlier | None, language: str) -> dict[str, object]:
    from talentdesk.service.penmarks import as_json as pen_as_json

    sender = arrival.sender
    return {
        "procedure": arrival.procedure,
        "edition": arrival.edition,
        "as_of": arrival.as_of.isoformat(),
        "from": arrival.origin.value,
        "answers": arrival.count,
        "attachments_left_out": arrival.attachments,
        "unknown": [
            {"id": stray.id, "message": cause_and_remedy(stray.cause, stray.remedy, _details(stray), language)}
            for stray in arrival.strays
        ],
        "misfits": [{"field": each.field, "message": each.sentence(language)} for each in arrival.misfits],
        "by_hand": pen_as_json(arrival.pen)["by_hand"] if arrival.pen else [],
        "signed": sender
        and {
            "desk": sender.fingerprint,
            "standing": str(standing),
            "purpose": sender.purpose,
            "made_at": sender.made_at.isoformat(timespec="seconds"),
        },
        "same_person": earlier
        and {
            "number": earlier.number,
            "id": earlier.id,
            "procedure": earlier.procedure,
            "changed": list(earlier.changed),
            "only_in_file": list(earlier.only_file),
            "only_in_case": list(earlier.only_case),
        },
    }


def _write(arrival: Arrival, standing: Standing | None, earlier: Earlier | None, language: str) -> None:
    from talentdesk.service.arrivals import STANDINGS, Standing

    write(say("{procedure}, edition of {edition}", language, procedure=arrival.procedure, edition=arrival.edition))
    write(plural("{count} answer", "{count} answers", arrival.count, language))
    if arrival.sender:
        write(say(STANDINGS[standing or Standing.UNKNOWN], language, fingerprint=arrival.sender.fingerprint))
    if earlier:
        number = str(earlier.number)
        write(
            say(
                "The same person has case {number} here: {procedure}",
                language,
                number=number,
                procedure=earlier.procedure,
            )
        )
        for words_for, ids in (
            (N_("Answered differently: {ids}"), earlier.changed),
            (N_("Only in the file: {ids}"), earlier.only_file),
            (N_("Only in the case: {ids}"), earlier.only_case),
        ):
            if ids:
                write(say(words_for, language, ids=", ".join(ids)))
        if not (earlier.changed or earlier.only_file or earlier.only_case):
            write(say("Every answer is the same.", language))


def _warn(arrival: Arrival, language: str) -> None:
    from talentdesk.service.arrivals import attachments_told, pen_told

    for stray in arrival.strays:
        warn(cause_and_remedy(stray.cause, stray.remedy, _details(stray), language))
    for told in pen_told(arrival, language):
        warn(told)
    for misfit in arrival.misfits:
        warn(f"{misfit.field}: {misfit.sentence(language)}")
    if arrival.attachments:
        warn(attachments_told(arrival, language))


def _details(stray: Stray) -> dict[str, str]:
    return {"id": stray.id, "near": stray.near}
