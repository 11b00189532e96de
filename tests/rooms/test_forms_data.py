"""What must stay true of the forms room, whatever the clerk changes: countries, grades, wording, completeness."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

from talentdesk.core import territories
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.form import Citation, Grade
from talentdesk.paths import room

FORMS = room("forms")
EDITIONS = sorted(path for path in FORMS.glob("procedures/*/*.toml") if re.fullmatch(r"\d{4}-\d\d-\d\d", path.stem))
EXIT_ENTRY = [path for path in EDITIONS if path.parent.name in ("residence-permit", "visa-extension")]
ROOM_TEXTS = sorted(path for path in FORMS.rglob("*") if path.suffix in (".toml", ".csv"))

# Every field of 外国人签证证件申请表, section by section. The applicant's signature repeats contact.phone.
FORM_2 = {
    "1": "person.surname person.given_names person.name_zh person.nationality person.birth_place person.birth_date "
    "person.sex contact.address_china contact.phone employer.name employer.contact",
    "2": "passport.type passport.number passport.expiry_date",
    "3": "visa.kind visa.number visa.expiry_date",
    "4": "dependants",
    "5": "request.visa_kind request.group request.visa_until request.visa_action request.entries request.stay_days "
    "request.enter_by",
    "6": "request.stay_kind request.stay_reissue request.stay_until",
    "7": "request.rp_kind request.rp_action request.rp_until",
    "8": "request.travel_document request.destination request.exit_permit request.exit_permit_until "
    "request.study_work request.study_work_until",
    "9": "change.items change.other",
    "10": "request.notes",
    "foot": "place.photo place.signature place.agent_signature place.seal agent.name agent.phone",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue([FORMS])


def toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def countries() -> list[dict[str, str]]:
    with (FORMS / "shared/lists/countries.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def questions(path: Path) -> Iterator[dict[str, Any]]:
    """All questions of an edition, those taken from a block filled in from it."""
    for section in toml(path)["section"]:
        for question in section["question"]:
            yield {**from_block(question), **question} if "use" in question else question


def from_block(question: dict[str, Any]) -> dict[str, Any]:
    block = toml(FORMS / "shared/blocks" / f"{question['use']}.toml")
    found = next(entry for entry in block["question"] if entry["id"] == question["id"])
    return {"purpose": block["purpose"], "keep": block["keep"], **found}


def pairs(value: object) -> Iterator[dict[str, str]]:
    """Every pair of words below a value."""
    if isinstance(value, dict):
        if "zh-Hans" in value:
            yield value
        else:
            for inner in value.values():
                yield from pairs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from pairs(inner)


# --- countries ----------------------------------------------------------------------------------


def test_every_iso_country_is_listed_once_with_its_three_codes() -> None:
    listed = {row["code"]: row["numeric"] for row in countries() if row["numeric"]}
    assert listed == territories.NUMERIC_OF
    assert len({row["code"] for row in countries()}) == len(countries())
    two_letters = [row["alpha2"] for row in countries() if row["numeric"]]
    assert len(set(two_letters)) == 249
    assert set(two_letters) <= set(Locale("en").territories)


def test_codes_that_only_passports_carry_are_listed_so_that_a_swipe_is_never_refused() -> None:
    beyond_iso = {row["code"] for row in countries() if not row["numeric"]}
    assert beyond_iso == territories.STATELESS | territories.BRITISH_CLASSES | {"UNO", "UNA", "RKS", "UTO"}
    assert all(row["note-zh-Hans"] and row["note-en"] for row in countries() if not row["numeric"])


def test_chinese_names_agree_with_cldr_but_for_the_reviewed_ones() -> None:
    cldr = Locale.parse("zh_Hans").territories
    differing = {row["alpha2"] for row in countries() if row["numeric"] and row["zh-Hans"] != cldr[row["alpha2"]]}
    assert differing == {"HK", "MO", "TW", "PS", "FK"}


def test_hong_kong_macao_and_taiwan_are_named_as_a_mainland_form_names_them() -> None:
    names = {row["code"]: (row["zh-Hans"], row["en"]) for row in countries()}
    assert names["HKG"] == ("中国香港", "Hong Kong, China")
    assert names["MAC"] == ("中国澳门", "Macao, China")
    assert names["TWN"] == ("中国台湾", "Taiwan, China")


@pytest.mark.parametrize("path", ROOM_TEXTS, ids=lambda path: path.relative_to(FORMS).as_posix())
def test_taiwan_is_never_named_without_china(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r"(?<!中国)(?<!中國)[台臺][湾灣]", text) is None
    assert re.search(r"\bTaiwan\b(?!, China)", text) is None


# --- facts and their grades ---------------------------------------------------------------------


def all_citations(catalogue: Catalogue) -> dict[str, Citation]:
    return dict(catalogue.citations())


def test_every_citation_names_its_instrument_and_where_it_was_read(catalogue: Catalogue) -> None:
    for key, citation in all_citations(catalogue).items():
        assert citation.instrument.zh, key
        assert citation.instrument.en, key
        assert citation.grade is not Grade.A or citation.address.startswith("http"), key


def test_what_is_from_memory_is_never_given_a_better_grade(catalogue: Catalogue) -> None:
    for key, citation in all_citations(catalogue).items():
        note = citation.note
        if citation.grade is Grade.M:
            assert note is not None, f"{key}: an unverified fact must say so"
        elif note is not None:
            assert not re.search(r"from memory|凭记忆", f"{note.zh} {note.en}"), key


def test_every_citation_is_used(catalogue: Catalogue) -> None:
    texts = [path.read_text(encoding="utf-8") for path in ROOM_TEXTS if path.name != "citations.toml"]
    cited = set(re.findall(r'cite = "([^"]+)"', "\n".join(texts)))
    assert all_citations(catalogue).keys() <= cited


@pytest.mark.parametrize("path", EXIT_ENTRY, ids=lambda path: path.parent.name)
def test_fees_of_the_exit_entry_authority_are_marked_unverified(path: Path, catalogue: Catalogue) -> None:
    parameters = {parameter.key: parameter for parameter in catalogue.parameters().all()}
    fees = toml(path)["fee"]
    assert fees
    for fee in fees:
        for _since, _value, citation in parameters[fee["parameter"]].values:
            assert citation.grade is Grade.M, fee["id"]


@pytest.mark.parametrize(
    ("parameter", "value", "grade"),
    [
        ("rp.first_days", 30, Grade.A),
        ("rp.extension_days", 30, Grade.A),
        ("rp.change_days", 10, Grade.A),
        ("visa.extension_days", 7, Grade.A),
        ("rp.working_days_shenzhen", 5, Grade.A),
        ("rp.days_statutory", 15, Grade.M),
        ("visa.working_days_statutory", 7, Grade.M),
        ("rp.minimum_days_work", 90, Grade.M),
        ("rp.minimum_days_other", 180, Grade.M),
        ("rp.maximum_years", 5, Grade.M),
        ("stay_permit.maximum_days", 180, Grade.M),
    ],
)
def test_clocks_and_limits_carry_the_grade_their_source_deserves(
    catalogue: Catalogue, parameter: str, value: int, grade: Grade
) -> None:
    (found,) = next(entry for entry in catalogue.parameters().all() if entry.key == parameter).values
    assert found[1] == value
    assert found[2].grade is grade


@pytest.mark.parametrize("path", EXIT_ENTRY, ids=lambda path: path.parent.name)
def test_a_deadline_and_its_rule_count_the_same_days(path: Path, catalogue: Catalogue) -> None:
    edition = toml(path)
    rules = {rule["id"]: rule for rule in edition["rule"]}
    counted = {parameter.key: parameter.values[0][1] for parameter in catalogue.parameters().all()}
    shared = [deadline for deadline in edition["deadline"] if deadline["id"] in rules]
    assert shared
    for deadline in shared:
        (parameter,) = re.findall(r"parameter\('([^']+)'\)", rules[deadline["id"]]["must"])
        assert deadline["days"] == counted[parameter], deadline["id"]


# --- wording and completeness -------------------------------------------------------------------


def test_every_field_of_the_exit_entry_form_is_asked_somewhere() -> None:
    asked = {question["id"] for path in EXIT_ENTRY for question in questions(path)}
    for section, fields in FORM_2.items():
        assert set(fields.split()) <= asked, f"section {section}"


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.parent.name)
def test_every_question_says_why_it_is_asked_how_long_it_is_kept_and_how_to_answer(path: Path) -> None:
    for question in questions(path):
        assert question.get("purpose"), question["id"]
        assert re.fullmatch(r"P\d+[DMY]", question.get("keep", "")), question["id"]
        assert question.get("help"), question["id"]


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.parent.name)
def test_both_languages_of_a_message_fill_in_the_same_answers(path: Path) -> None:
    for rule in toml(path)["rule"]:
        names = [sorted(re.findall(r"\{([\w.]+)\}", rule["message"][tongue])) for tongue in ("zh-Hans", "en")]
        assert names[0] == names[1], rule["id"]


@pytest.mark.parametrize(
    "path", [path for path in ROOM_TEXTS if path.suffix == ".toml"], ids=lambda path: path.relative_to(FORMS).as_posix()
)
def test_chinese_words_use_full_width_punctuation_and_english_ones_do_not(path: Path) -> None:
    for pair in pairs(toml(path)):
        assert not re.search(r"[,;:!?()]", re.sub(r"\{[\w.]+\}", "", pair["zh-Hans"])), pair["zh-Hans"]
        assert not re.search(r"[\u3000-\u303f\uff00-\uffef]", pair["en"]), pair["en"]


CURRENCIES = {"CNY": ("元", "CNY"), "USD": ("美元", "USD"), "HKD": ("港元", "HK$"), "MOP": ("澳门元", "MOP")}


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_amount_says_in_what_money_it_is_asked(path: Path) -> None:
    fields = [field for question in questions(path) for field in (question, *question.get("column", ()))]
    for money in (field for field in fields if field.get("currency")):
        zh, en = CURRENCIES[money["currency"]]
        assert f"（{zh}）" in money["label"]["zh-Hans"], money["id"]
        assert f"({en})" in money["label"]["en"], money["id"]


def test_no_paper_shows_the_letter_of_a_grade() -> None:
    published = {"residence-permit"}  # its digest is published, so its words stay
    for path in EDITIONS:
        if path.parent.name not in published:
            shown = [text for pair in pairs(toml(path)) for text in pair.values()]
            assert [text for text in shown if re.search(r"等级 [A-CM]|[Gg]rade [A-CM]\b", text)] == [], path
