"""Holds several answers files of one person against each other, and says what does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from talentdesk.core.answers import AnswersMalformed, flatten
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.consistency import AnswerSet, Difference, Finding, Months, Place, check_consistency
from talentdesk.core.words import N_
from talentdesk.i18n import say, titled, word
from talentdesk.service.answers import MOST_BYTES, parse_whole
from talentdesk.service.evaluation import Json, citation_of
from talentdesk.service.mishap import InputError

_ABOUT = frozenset({"procedure", "edition", "as_of", "languages", "answers"})


def read_form(given: str, catalogue: Catalogue) -> AnswerSet:
    """An answers file, or `PROCEDURE=FILE`; a file of ours names its procedure itself.

    Raises AnswersError for a file that is no answers file, UnknownProcedure, OSError for one out of reach.
    """
    procedure, sign, rest = given.partition("=")
    file = Path(rest if sign and not Path(given).exists() else given)
    with file.open("rb") as stream:
        whole = parse_whole(stream.read(MOST_BYTES + 1), file.name)
    inner = whole.get("answers")
    answers = inner if isinstance(inner, dict) else {key: value for key, value in whole.items() if key not in _ABOUT}
    said = procedure if sign and str(file) != given else str(whole.get("procedure", ""))
    if said:
        catalogue.about(said)
    try:
        return AnswerSet(file.name, said, flatten(answers).typed)
    except AnswersMalformed as slip:
        cause, remedy = N_("the answer to {id} cannot be read"), N_("write a text in quotes")
        raise InputError(cause, remedy, id=str(slip)[:120]) from None


def consistency(catalogue: Catalogue, forms: Sequence[AnswerSet], as_of: date, language: str) -> Json:
    """`{as_of, forms: [...], findings: [...]}`. Raises FormError, InputError for fewer than two forms."""
    if len(forms) < 2:
        raise InputError(N_("one form alone has nothing to be compared with"), N_("name two answers files or more"))
    rules = catalogue.consistency()
    return {
        "as_of": as_of.isoformat(),
        "forms": [{"file": form.name, "procedure": form.procedure} for form in forms],
        "findings": [
            _finding(each, catalogue, as_of, language) for each in check_consistency(rules, _distinct(forms), as_of)
        ],
    }


def _distinct(forms: Sequence[AnswerSet]) -> list[AnswerSet]:
    """Two files of the same name in different folders are told apart by a number."""
    seen: dict[str, int] = {}
    told = []
    for form in forms:
        seen[form.name] = seen.get(form.name, 0) + 1
        name = f"{form.name} ({seen[form.name]})" if seen[form.name] > 1 else form.name
        told.append(AnswerSet(name, form.procedure, form.typed))
    return told


def _finding(finding: Finding, catalogue: Catalogue, as_of: date, language: str) -> Json:
    rule = finding.rule
    return {
        "rule": rule.id,
        "title": word(rule.title, language),
        "message": word(rule.message, language),
        "where": [{"file": place.form, "question": place.question, "answer": place.answer} for place in finding.places],
        "differences": [
            {
                "position": each.position,
                "here": each.here,
                "here_code_points": code_points(each.here),
                "there": each.there,
                "there_code_points": code_points(each.there),
            }
            for each in finding.differences
        ],
        "months": [{"from": each.first, "to": each.last, "elsewhere": list(each.elsewhere)} for each in finding.months],
        "said": [
            *(_place_said(place, catalogue, language) for place in finding.places),
            *(_difference_said(each, language) for each in finding.differences),
            *(_months_said(each, language) for each in finding.months),
        ],
        "citation": citation_of(rule.citation, as_of, language),
        "grade": str(rule.citation.grade),
    }


def code_points(text: str) -> str:
    """As in `U+9451 U+0020`."""
    return " ".join(f"U+{ord(character):04X}" for character in text)


def _place_said(place: Place, catalogue: Catalogue, language: str) -> str:
    if not place.question:
        return f"{place.form}: {titled(catalogue.about(place.answer).title, language)}"
    return f"{place.form}: {place.question} = {place.answer}" if place.answer else f"{place.form}: {place.question}"


def _difference_said(each: Difference, language: str) -> str:
    if not each.here:
        return say(
            "before character {position} the second has {there} more",
            language,
            position=each.position,
            there=_shown(each.there),
        )
    if not each.there:
        return say(
            "character {position}: {here} is missing in the second",
            language,
            position=each.position,
            here=_shown(each.here),
        )
    return say(
        "character {position}: {here} in the first, {there} in the second",
        language,
        position=each.position,
        here=_shown(each.here),
        there=_shown(each.there),
    )


def _shown(text: str) -> str:
    return f"“{text}” ({code_points(text)})"


def _months_said(each: Months, language: str) -> str:
    gap = each.first if each.first == each.last else f"{each.first} – {each.last}"
    if not each.elsewhere:
        return say("not told: {months}", language, months=gap)
    files = ", ".join(each.elsewhere)
    return say("not told: {months}; it stands in another table of {files}", language, months=gap, files=files)
