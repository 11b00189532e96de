"""The stock of sentences: for each thing that can be wrong with an answer, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talentdesk.core.words import N_


@dataclass(frozen=True, slots=True)
class Sentence:
    """Two whole sentences: what is wrong, and what to do. `remedy` may be empty."""

    what: str
    remedy: str = ""


_COMPARE = N_("Compare it with the document, character by character. If both are the same, leave it as it is.")
LOOK = N_("Look at the document again.")
_RETYPE = N_("Delete it and type the answer again by hand.")

SENTENCES: Mapping[str, Sentence] = {
    "required": Sentence(N_("This has not been answered yet.")),
    # Text
    "text.too_long": Sentence(
        N_("The answer has {length} characters; the form takes {max}."),
        N_("Shorten it, for example with the usual abbreviations."),
    ),
    "text.blank": Sentence(N_("There are only spaces here."), N_("Delete them, or type the answer.")),
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
        N_("No font of the program has character {position} ({code_points}), so it will be missing on paper."),
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
    "date.month_unknown": Sentence(
        N_("The month is not known."),
        N_("Add it if a document tells it; otherwise the year alone is printed, and the office may ask."),
    ),
    "date.year_out_of_range": Sentence(N_("The year {year} cannot be right."), LOOK),
    "date.no_such_month": Sentence(N_("There is no month {month}."), LOOK),
    "date.no_such_day": Sentence(N_("In {year}, {month} has no day {day}; its last day is {last}."), LOOK),
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
    "identifier.shape": Sentence(N_("The number does not have the usual form."), LOOK),
    "identifier.check_digit_failed": Sentence(N_("The check digit does not fit the rest of the number."), _COMPARE),
    "identifier.birth_date_impossible": Sentence(
        N_("The digits of the number that stand for the date of birth are no day of the calendar."), _COMPARE
    ),
    "identifier.birth_date_differs": Sentence(
        N_("The date of birth inside the number is not the one given here."), _COMPARE
    ),
    "identifier.sex_differs": Sentence(N_("The number belongs to a person of the other sex."), _COMPARE),
    "identifier.division_unknown": Sentence(N_("The number names a place that does not exist."), _COMPARE),
    "identifier.nationality_unknown": Sentence(N_("The number names a nationality that does not exist."), _COMPARE),
    "identifier.number_of_another_kind": Sentence(
        N_("This looks like the number of another kind of document."),
        N_("Look whether it has been copied from the right document."),
    ),
    "identifier.permit_of_mainland_resident": Sentence(
        N_("A number that begins with C belongs to the permit of a Mainland resident for Hong Kong and Macao."),
        N_("Take the number from the Mainland Travel Permit, which begins with H or M."),
    ),
    "identifier.permit_of_non_chinese": Sentence(
        N_("A second letter means the travel permit for residents who are not Chinese citizens."),
        N_("Look at the permit, and at the question whether the person is a Chinese citizen."),
    ),
    "identifier.permit_of_chinese": Sentence(
        N_("Digits only after H or M mean the travel permit for residents who are Chinese citizens."),
        N_("Look at the permit, and at the question whether the person is a Chinese citizen."),
    ),
    "identifier.non_chinese_permit_limits": Sentence(
        N_("With this permit one may stay 90 days at a time, and neither work nor study."),
        N_("For work or study a residence permit is needed."),
    ),
    "identifier.number_of_residence_permit": Sentence(
        N_("A number that begins with 81, 82 or 83 belongs to a residence permit, not to a resident identity card."),
        N_("Look whether it has been copied from the right document."),
    ),
    "identifier.early_credit_code_possible": Sentence(
        N_("The check digit does not fit the rest of the code. A few early codes are like that and are valid."),
        N_("Compare it with the business licence; if both are the same, leave it as it is."),
    ),
    "identifier.organisation_code_failed": Sentence(
        N_("The organisation code inside the credit code does not fit its own check digit."),
        N_("Compare it with the business licence; if both are the same, leave it as it is."),
    ),
    "identifier.longer_than_passport_number": Sentence(
        N_("A passport number seldom has more than nine characters."), _COMPARE
    ),
    "identifier.shape_unusual": Sentence(N_("Numbers of this kind usually look different."), _COMPARE),
    "identifier.phone_of_another_area": Sentence(
        N_("This number has the country code of another place."),
        N_("Give the number that is asked for here; others have their own question."),
    ),
    "identifier.fixed_line": Sentence(
        N_("This is a fixed line, which cannot receive text messages."), N_("Give a mobile number.")
    ),
    "identifier.invisible_characters": Sentence(
        N_("There are hidden characters in the number, as often when it was copied from a web page."), _RETYPE
    ),
    # Tables
    "table.too_many_rows": Sentence(
        N_("There are more rows than the form has room for."), N_("The others are printed on a continuation sheet.")
    ),
}

UNKNOWN = Sentence(N_("Something is unusual about this answer."), LOOK)

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

SOURCES: Mapping[str, str] = {
    "passport": N_("Look at the passport's data page."),
    "travel_permit": N_("Look at the travel permit."),
    "visa": N_("Look at the visa or permit in the passport."),
    "employer": N_("Look at the employer's business licence."),
}

ZONE: Mapping[str, Sentence] = {
    "empty": Sentence(
        N_("There is no text."), N_("Swipe the document, or paste the lines of its machine-readable zone.")
    ),
    "too_long": Sentence(
        N_("This is no machine-readable zone: it has {length} characters."), N_("Paste its two or three lines only.")
    ),
    "unreadable_characters": Sentence(
        N_("Line {line} has characters that no machine-readable zone has: {characters}."),
        N_("Swipe the document again, or correct the line: only A to Z, 0 to 9 and < occur in it."),
    ),
    "line_count": Sentence(
        N_("A machine-readable zone has two or three lines; this has {lines}."),
        N_("Swipe the document again, or paste all of its lines."),
    ),
    "line_length": Sentence(
        N_("Line {line} has {length} characters; it should have {expected}."),
        N_("Swipe the document again, or complete the line."),
    ),
    "several": Sentence(
        N_("There is more than one machine-readable zone; the first was read."), N_("Swipe one document.")
    ),
    "document_code_unknown": Sentence(
        N_("The zone begins with {document_code}, which is no kind of document in this format."), LOOK
    ),
    "check_failed": Sentence(
        N_("A check digit does not fit: {field}."), N_("Compare this part with the printed page and correct it.")
    ),
    "date_impossible": Sentence(
        N_("The digits are no day of the calendar: {field}."), N_("Take the date from the printed page.")
    ),
    "state_unknown": Sentence(
        N_("“{state}” is no state or organisation: {field}."), N_("Take it from the printed page.")
    ),
    "sex_unreadable": Sentence(N_("The sex cannot be read."), N_("Take it from the printed page.")),
    "number_missing": Sentence(N_("The number of the document is missing."), N_("Take it from the printed page.")),
    "name_unreadable": Sentence(N_("The names cannot be read."), N_("Take them from the printed page.")),
    "names_may_be_cut_short": Sentence(
        N_("The names fill their place and may be cut short."), N_("Take them from the printed page.")
    ),
}
"""For `MrzProblem` codes."""

FIELDS: Mapping[str, str] = {
    "number": N_("number of the document"),
    "birth_date": N_("date of birth"),
    "expiry_date": N_("date of expiry"),
    "optional": N_("optional data"),
    "optional_2": N_("second optional data"),
    "composite": N_("whole zone"),
    "nationality": N_("nationality"),
    "issuing_state": N_("issuing state"),
    "overall": N_("whole zone"),
}
"""Parts of a machine-readable zone."""
