"""`list`, `evaluate` and `render`: the procedures, what follows from answers, and the paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from talentdesk.cli.arguments import Chosen
from talentdesk.cli.given import as_of as _as_of
from talentdesk.cli.given import interview as _interview
from talentdesk.cli.given import warn_strays as _warn_strays
from talentdesk.cli.mishaps import DONE, FAULTS, UsageError
from talentdesk.cli.output import source_of as _source_of
from talentdesk.cli.output import warn, write, write_json
from talentdesk.core.catalogue import NotInForce
from talentdesk.core.form import Edition
from talentdesk.core.interview import Interview
from talentdesk.core.points import Span
from talentdesk.core.tomlfile import FormError
from talentdesk.core.words import N_
from talentdesk.i18n import format_date, plural, say, titled
from talentdesk.service.answers import Given, Stray, read_answers
from talentdesk.service.faults import cause_and_remedy, fault_line
from talentdesk.service.papers import papers_for, papers_of
from talentdesk.service.points import FactorView, PointsView, VariantView, counted, points, total_and_category
from talentdesk.service.rooms import catalogue
from talentdesk.settings import load

if TYPE_CHECKING:
    from talentdesk.paper.overlay import Shift
    from talentdesk.service.evaluation import Evaluation
    from talentdesk.service.rendering import Rendered

Json = dict[str, object]


def run_list(chosen: Chosen) -> int:
    """The procedures in force on a day."""
    entries, faults = [], list(catalogue().broken())
    for procedure in catalogue().procedures():
        try:
            entries.append(_entry(catalogue().in_force(procedure, _as_of(chosen))))
        except NotInForce:
            continue
        except FormError as slips:
            faults.extend(slips.faults)
    for fault in faults:
        warn(fault_line(fault, chosen.language))
    if chosen.json:
        write_json(entries)
    else:
        _write_list(entries, chosen.language)
    return FAULTS if faults else DONE


def run_evaluate(chosen: Chosen) -> int:
    """Everything that follows from the answers."""
    # Rules, remedies and their sentences are a quarter of what `render` would load with them.
    from talentdesk.service.evaluation import evaluate, has_errors

    edition = catalogue().in_force(chosen.procedure, _as_of(chosen))
    given = read_answers(Path(chosen.answers), edition)
    interview = _interview(edition, given.answers, chosen)
    found = evaluate(interview, chosen.language)
    _warn_strays(given, chosen.language)
    if chosen.json:
        write_json({**found, "unknown": [_unknown(stray, chosen.language) for stray in given.strays]})
    else:
        _write_evaluation(found, interview, chosen.language)
    return FAULTS if has_errors(interview) else DONE


def run_render(chosen: Chosen) -> int:
    """A paper as PDF."""
    from talentdesk.service.files import put
    from talentdesk.service.rendering import render

    edition = catalogue().in_force(chosen.procedure, _as_of(chosen))
    given = _given(chosen, edition)
    interview = _interview(edition, given.answers, chosen)
    _warn_strays(given, chosen.language)
    if chosen.archive and (chosen.fillable or chosen.blank):
        raise UsageError(
            N_("an archive's copy is neither blank nor to be filled in"), N_("leave out --archive, or the other one")
        )
    if chosen.fillable:
        return _render_fillable(interview, chosen)
    paper = chosen.paper or papers_of(interview)[0]
    rendered = render(
        interview,
        paper,
        chosen.languages,
        blank=chosen.blank,
        code=not chosen.no_code,
        office_key=load(office_key=chosen.office_key).office_key,
        archive=chosen.archive,
        shift=_shift(paper, chosen),
        preprinted=chosen.preprinted,
    )
    put(Path(chosen.out), rendered.content)
    if not chosen.blank:
        _warn_before_signing(interview, rendered.missing, chosen.language)
    _warn_of_form(rendered, chosen)
    warn(plural("{file}: {count} page", "{file}: {count} pages", rendered.pages, chosen.language, file=chosen.out))
    return DONE


def _shift(paper: str, chosen: Chosen) -> Shift | None:
    """How the answers are moved: as said, or as measured for the printer and tray."""
    from talentdesk.service.calibrations import shift_of

    if chosen.offset is not None:
        if chosen.printer is not None:
            raise UsageError(N_("the offset is said twice"), N_("write --offset, or --printer and --tray"))
        from talentdesk.paper.overlay import Shift

        return Shift(*chosen.offset)
    if chosen.printer is None:
        if chosen.tray is not None:
            raise UsageError(N_("still needed: {what}"), N_("name the printer of the tray"), what="--printer")
        return None
    return shift_of(paper, _as_of(chosen), chosen.printer, chosen.tray)


def _warn_of_form(rendered: Rendered, chosen: Chosen) -> None:
    for notice in rendered.notices:
        warn(cause_and_remedy(notice.cause, notice.remedy, notice.details, chosen.language))
    if rendered.left_out:
        names = ", ".join(rendered.left_out)
        warn(say("Not in the copy, because the paper has no box for them: {names}", chosen.language, names=names))
    if chosen.preprinted and rendered.pages > rendered.own_pages:
        first = rendered.own_pages + 1
        warn(say("Put plain paper in for page {page} and those after it.", chosen.language, page=first))


def _render_fillable(interview: Interview, chosen: Chosen) -> int:
    """A copy with fields, and which answers it doesn't carry or show."""
    from talentdesk.service.files import put
    from talentdesk.service.fillable import make_fillable

    paper = chosen.paper or papers_of(interview)[0]
    copy = make_fillable(interview, paper, chosen.languages, blank=chosen.blank)
    put(Path(chosen.out), copy.content)
    if copy.left_out:
        names = ", ".join(copy.left_out)
        warn(say("Not in the copy, because the paper has no box for them: {names}", chosen.language, names=names))
    if copy.cut:
        names = ", ".join(copy.cut)
        warn(say("Longer than the box; kept whole, printed in part: {names}", chosen.language, names=names))
    warn(plural("{file}: {count} page", "{file}: {count} pages", copy.pages, chosen.language, file=chosen.out))
    return DONE


def _given(chosen: Chosen, edition: Edition) -> Given:
    if chosen.answers:
        return read_answers(Path(chosen.answers), edition)
    if chosen.blank:
        return Given()
    raise UsageError(N_("still needed: {what}"), N_("name a file of answers, or write --blank"), what="--answers")


def _unknown(stray: Stray, language: str) -> Json:
    return {"id": stray.id, "near": stray.near, "message": say(stray.cause, language, id=stray.id)}


def _warn_before_signing(interview: Interview, missing: tuple[str, ...], language: str) -> None:
    severities = [str(problem.severity) for problem in interview.problems()]
    counted: tuple[tuple[str, Callable[[int], str]], ...] = (
        ("error", lambda n: plural("{count} answer is wrong.", "{count} answers are wrong.", n, language)),
        ("notice", lambda n: plural("{count} notice.", "{count} notices.", n, language)),
        ("missing", lambda n: plural("{count} answer is missing.", "{count} answers are missing.", n, language)),
    )
    for severity, told in counted:
        if severity in severities:
            warn(told(severities.count(severity)))
    if missing:
        told_characters = ", ".join(missing)
        warn(say("Left blank, because no font has them: {characters}", language, characters=told_characters))


# --- as text ------------------------------------------------------------------------------------------


def _entry(edition: Edition) -> Json:
    return {
        "procedure": edition.procedure,
        "edition": edition.edition,
        "group": edition.about.group,
        "title": dict(edition.about.title),
        "papers": list(papers_for(edition, catalogue())),
    }


def _write_list(entries: list[Json], language: str) -> None:
    width = max((len(str(entry["procedure"])) for entry in entries), default=0)
    for entry in entries:
        title = titled(cast(dict[str, str], entry["title"]), language)
        write(f"{entry['procedure']:<{width}}  {entry['edition']}  {title}")


_MARKS = {"error": "✗", "notice": "!", "missing": "…", "pass": "✓", "fail": "✗", "unknown": "?"}


def _write_evaluation(found: Evaluation, interview: Interview, language: str) -> None:
    answered, total = interview.progress()
    write(f"{titled(interview.edition.about.title, language)} · {found['edition']}")
    as_of = format_date(interview.as_of, language)
    write(
        say(
            "{answered} of {total} questions answered, as of {day}", language, answered=answered, total=total, day=as_of
        )
    )
    _write_part(say("Problems", language), [_problem_line(each) for each in found["problems"]])
    _write_part(say("Rules", language), [line for each in found["outcomes"] for line in _rule_lines(each, language)])
    _write_points(points(interview, language), language)
    _write_part(say("Documents to bring", language), [_document_line(each, language) for each in found["documents"]])
    _write_part(say("Deadlines", language), [_deadline_line(each, language) for each in found["deadlines"]])
    _write_part(say("Fees", language), [_amount_line(each) for each in found["fees"]])
    _write_part(say("How long it takes", language), [_amount_line(each) for each in found["durations"]])
    _write_part(say("Read more than a year ago: check before relying on it", language), _stale_sources(found))


def _write_points(view: PointsView | None, language: str) -> None:
    if view is None:
        return
    _write_part(f"{view.title} · {view.summary}", [_factor_line(factor, language) for factor in view.factors])
    if len(view.variants) > 1:
        lines = [_variant_line(variant, language) for variant in view.variants]
        _write_part(say("Sources disagree: both ways of counting", language), lines)
    _write_part(say("Cheapest ways to the next category", language), [f"→ {move.message}" for move in view.moves])


def _factor_line(factor: FactorView, language: str) -> str:
    count = counted(Span(factor.low, factor.high), language)
    named = ", ".join(factor.missing)
    missing = say("not known until these are answered: {missing}", language, missing=named) if named else ""
    source = f"{factor.source} [{factor.grade}]"
    return " · ".join(filter(None, (f"{factor.title}: {count}", factor.band, factor.note, missing, source)))


def _variant_line(variant: VariantView, language: str) -> str:
    told = total_and_category(Span(variant.low, variant.high), variant.categories, language)
    return f"{variant.title}: {told} [{variant.grade}]"


def _stale_sources(found: Evaluation) -> list[str]:
    entries = [*found["outcomes"], *found["documents"], *found["deadlines"], *found["fees"], *found["durations"]]
    entries += cast(list[Json], found["points"]["factors"])
    stale = (entry for entry in entries if entry["citation"] and cast(Json, entry["citation"])["stale"])
    return list(dict.fromkeys(f"{_source_of(entry)} · {cast(Json, entry['citation'])['read_on']}" for entry in stale))


def _write_part(title: str, lines: list[str]) -> None:
    if lines:
        write(f"\n{title}")
        for line in lines:
            write(f"  {line}")


def _problem_line(problem: Json) -> str:
    return f"{_MARKS[str(problem['severity'])]} {problem['question']}: {problem['message']}"


def _rule_lines(outcome: Json, language: str) -> list[str]:
    remedies = cast(list[Json], outcome["would_change"])
    return [_rule_line(outcome, language), *(f"    → {each['message']}" for each in remedies)]


def _rule_line(outcome: Json, language: str) -> str:
    said = outcome["message"] if outcome["status"] == "fail" else outcome["title"] or outcome["rule"]
    missing = ", ".join(cast(list[str], outcome["missing"]))
    still = say("not known until these are answered: {missing}", language, missing=missing) if missing else ""
    return " · ".join(filter(None, (f"{_MARKS[str(outcome['status'])]} {said}", still, _source_of(outcome))))


def _document_line(document: Json, language: str) -> str:
    unknown = ", ".join(cast(list[str], document["unknown"]))
    still = say("not known until these are answered: {missing}", language, missing=unknown) if unknown else ""
    stale = say("too old on this date", language) if document["stale"] else ""
    parts = (str(document["title"]), str(document["why"]), stale, still, _source_of(document))
    return " · ".join(filter(None, parts))


def _deadline_line(deadline: Json, language: str) -> str:
    due = format_date(date.fromisoformat(str(deadline["due"])), language)
    doubt = str(deadline["counting"]) if deadline["lacking"] else ""
    return " · ".join(filter(None, (f"{due}  {deadline['title']}", _source_of(deadline), doubt)))


def _amount_line(amount: Json) -> str:
    return " · ".join(filter(None, (f"{amount['title']}: {amount['amount']}", _source_of(amount))))
