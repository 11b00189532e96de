"""What is wrong with an answer and what to do about it, in whole sentences of the person's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talentdesk.core.checks import Problem
from talentdesk.core.form import Edition, Question
from talentdesk.i18n import N_, month_name, say, word
from talentdesk.i18n.speech import fill


@dataclass(frozen=True, slots=True)
class Sentence:
    """Two whole sentences: what is wrong, and what to do. `remedy` may be empty."""

    what: str
    remedy: str = ""


_COMPARE = N_("Compare it with the document, character by character. If both are the same, leave it as it is.")
_LOOK = N_("Look at the document again.")
_RETYPE = N_("Delete it and type the answer again by hand.")

SENTENCES: Mapping[str, Sentence] = {
    "required": Sentence(N_("This has not been answered yet.")),
    # Text
    "text.too_long": Sentence(
        N_("The answer has {length} characters; the form takes {max}."),
        N_("Shorten it, for example with the usual abbreviations."),
    ),
    "text.line_break": Sentence(N_("The answer runs over more than one line."), N_("Put it all in one line.")),
    "text.bidi_control": Sentence(
        N_("Character {position} is a hidden mark that changes the direction of writing ({code_point})."), _RETYPE
    ),
    "text.invisible_character": Sentence(N_("Character {position} is a hidden mark ({code_point})."), _RETYPE),
    "text.control_character": Sentence(N_("Character {position} cannot be seen or printed ({code_point})."), _RETYPE),
    "text.emoji": Sentence(
        N_("“{character}” is a picture; a form takes letters and digits."), N_("Write it in words or leave it out.")
    ),
    "text.cannot_be_printed": Sentence(
        N_("No font of the program has “{characters}” ({code_points}), so it will be missing on paper."),
        N_("Keep it if the document has it, and write it on the printed form by hand."),
    ),
    "text.mixed_scripts": Sentence(
        N_("Letters of different scripts are mixed here, and some of them look alike."),
        N_("Type the name again with the letters of one script."),
    ),
    "text.not_capitals": Sentence(
        N_("The form asks for capital letters."), N_("Type it in capitals, as on the passport's data page.")
    ),
    # Names
    "name.not_latin": Sentence(
        N_("This question takes the name in Latin letters."),
        N_("Copy it from the passport's data page. A Chinese name has its own question."),
    ),
    "name.not_han": Sentence(
        N_("“{characters}” is not a Chinese character."),
        N_("Write the Chinese name as the document has it. A name in Latin letters has its own question."),
    ),
    "name.digit": Sentence(N_("There is a digit in the name."), _COMPARE),
    # Dates
    "date.not_a_date": Sentence(N_("This is not a date."), N_("Write year, month and day, as in 2026-11-22.")),
    "date.incomplete": Sentence(
        N_("Part of the date is missing."), N_("Write the year in four digits and fill in the rest.")
    ),
    "date.year_out_of_range": Sentence(N_("The year {year} cannot be right."), _LOOK),
    "date.no_such_month": Sentence(N_("There is no month {month}."), _LOOK),
    "date.no_such_day": Sentence(N_("In {year}, {month} has no day {day}; its last day is {last}."), _LOOK),
    # Numbers
    "number.not_a_number": Sentence(N_("This is not a number."), N_("Write it in digits, as in 12 or 12.50.")),
    "number.negative": Sentence(N_("The number is below zero."), N_("Write it without a minus sign.")),
    # Lists
    "choice.unknown": Sentence(N_("“{value}” is not one of the answers offered."), N_("Choose from the list.")),
    "country.unknown": Sentence(
        N_("“{value}” is not a country or region of the list."), N_("Type the beginning of its name and choose it.")
    ),
    # Where to reach the person
    "phone.shape": Sentence(
        N_("This is not a complete telephone number."),
        N_("Write it with the country code, as in +86 138 0000 0000 or +852 2123 4567."),
    ),
    "email.shape": Sentence(
        N_("This is not a complete e-mail address."), N_("It needs a name, @ and a domain, as in name@example.com.")
    ),
    # Numbers of documents
    "identifier.shape": Sentence(N_("The number does not have the usual form."), _LOOK),
    "identifier.check": Sentence(N_("The check digit does not fit the rest of the number."), _COMPARE),
    # Tables
    "table.too_many_rows": Sentence(
        N_("There are more rows than the form has room for."), N_("The others are printed on a continuation sheet.")
    ),
}

UNKNOWN = Sentence(N_("Something is unusual about this answer."), _LOOK)

SHAPES: Mapping[str, str] = {
    "hong_kong_identity_card": N_(
        "This is not a Hong Kong identity card number. It has one or two letters, six digits and a last character "
        "in brackets, as in A123456(3)."
    ),
    "macao_identity_card": N_(
        "This is not a Macao identity card number. It begins with 1, 5 or 7 and has seven digits and one in brackets, "
        "as in 1234567(8)."
    ),
    "mainland_travel_permit": N_(
        "This is not the number of a Mainland Travel Permit for Hong Kong and Macao Residents. It is H or M and eight "
        "digits, as in H01234567; two digits for the renewal may follow."
    ),
    "mainland_travel_permit_non_chinese": N_(
        "This is not the number of a Mainland Travel Permit for Hong Kong and Macao Residents (non-Chinese citizens). "
        "It is H or M, a letter and seven digits, as in HA0000001."
    ),
    "hk_macao_taiwan_residence_permit": N_(
        "This is not the number of a residence permit for Hong Kong, Macao and Taiwan residents. It has 18 characters "
        "and begins with 810000, 820000 or 830000."
    ),
    "resident_identity_card": N_(
        "This is not a resident identity card number. It has 17 digits and a last character that is a digit or X."
    ),
    "permanent_resident_2017": N_(
        "This is not the number of an older permanent resident card. It has three letters and 12 digits, as in "
        "CAN110081080310."
    ),
    "permanent_resident_2023": N_(
        "This is not the number of a permanent resident card of 2023. It begins with 9 and has 18 characters."
    ),
    "unified_social_credit_code": N_(
        "This is not a unified social credit code. It has 18 digits and capital letters, never I, O, S, V or Z."
    ),
    "passport": N_("This is not a passport number. It has 5 to 9 capital letters and digits, without blanks or signs."),
    "phone_mainland": N_(
        "This is not a Mainland mobile number. It has 11 digits and begins with 13 to 19, as in 138 0000 0000."
    ),
    "phone_hong_kong": N_("This is not a Hong Kong telephone number. It has eight digits, the first from 2 to 9."),
    "phone_macao": N_("This is not a Macao telephone number. It has eight digits and begins with 6, 28 or 8."),
}

_SOURCES: Mapping[str, str] = {
    "passport": N_("Look at the passport's data page."),
    "travel_permit": N_("Look at the travel permit."),
    "visa": N_("Look at the visa or permit in the passport."),
    "employer": N_("Look at the employer's business licence."),
}


def sentence(problem: Problem, question: Question, language: str, edition: Edition | None = None) -> str:
    """What is wrong and what to do. Any problem the core can report has its own sentence in every language."""
    if problem.code == "rule":
        return _rule_sentence(problem, language, edition)
    what, remedy = _parts(problem, question)
    details = _details(problem, language)
    return join((_said(what, language, details), _said(remedy, language, details)), language)


def join(sentences: tuple[str, ...], language: str) -> str:
    """Whole sentences after each other, with a blank between them where the language writes one."""
    return ("" if language.startswith("zh") else " ").join(filter(None, sentences))


def _parts(problem: Problem, question: Question) -> tuple[str, str]:
    found = SENTENCES.get(problem.code, UNKNOWN)
    if problem.code == "identifier.shape":
        return SHAPES.get(problem.details.get("scheme", question.scheme), found.what), _source(question)
    return found.what, _source(question) if found.remedy == _LOOK else found.remedy


def _source(question: Question) -> str:
    """Where the right answer can be read."""
    return _SOURCES.get(question.id.split(".")[0], _LOOK)


def _details(problem: Problem, language: str) -> dict[str, str]:
    details = dict(problem.details)
    if problem.code == "date.no_such_day" and details.get("month", "").isdecimal():
        details["month"] = month_name(int(details["month"]), language)
    return details


def _said(message: str, language: str, details: Mapping[str, str]) -> str:
    return say(message, language, **details) if message else ""


def _rule_sentence(problem: Problem, language: str, edition: Edition | None) -> str:
    wanted = problem.details.get("rule", "")
    message = next((rule.message for rule in edition.rules if rule.id == wanted), None) if edition else None
    return fill(word(message, language), language, problem.details) if message else say(UNKNOWN.what, language)
