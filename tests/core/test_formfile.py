"""What a policy clerk's slip looks like: file, line, cause, remedy."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toyroom import CASES, EDITION, write_room

from talentdesk.core.catalogue import Catalogue, NotInForce, UnknownProcedure
from talentdesk.core.editions import digest, plain
from talentdesk.core.inspection import inspect, samples
from talentdesk.core.tomlfile import FormError, TomlFile
from talentdesk.service.checking import publish

TALLEST_QUESTION = 40
"""Lines by which two fields of one question can be apart, the second question of the same id included."""


def faults(folder: Path, edition: str) -> list[tuple[int, str]]:
    catalogue = Catalogue([write_room(folder, edition)])
    with pytest.raises(FormError) as slip:
        catalogue.edition("toy", "2024-12-01")
    return [(fault.line, str(fault)) for fault in slip.value.faults]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('kind = "latin_name"', 'kid = "latin_name"', ["unknown key kid", "did you mean kind?"]),
        ('kind = "latin_name"', 'kind = "latin_nam"', ["kind cannot be latin_nam", "did you mean latin_name?"]),
        ("capitals = true", 'capitals = "yes"', ["capitals should be true or false"]),
        ('label = { zh-Hans = "姓", en = "Surname" }', 'label = { zh-Hans = "姓" }', ["en is missing"]),
        ('id = "person.surname"', 'id = "person.birth_date"', ["person.birth_date is there twice"]),
        ('id = "person.surname"', 'id = "person.from"', ["cannot be a question's id"]),
        (
            "request.kind == 'work' and person.adult",
            "request.kindd == 'work'",
            ["no question or fact request.kindd", "did you mean request.kind?"],
        ),
        ("request.kind == 'work' and person.adult", "request.kind == 'wrok'", ["no choice wrok", "did you mean work?"]),
        ("request.kind == 'work' and person.adult", "work.issued == today", ["work.issued stands below"]),
        ("request.kind == 'work' and person.adult", "person.surname", ["gives text, but yes or no is needed"]),
        ("parameter('toy.age')", "parameter('toy.agee')", ["no parameter toy.agee", "did you mean toy.age?"]),
        ('cite = "law"', 'cite = "lwa"', ["no citation lwa", "did you mean law?"]),
        ('parameter = "toy.age"', 'parameter = "toy.aeg"', ["no parameter toy.aeg"]),
        ('papers = ["checklist"]', 'papers = ["checklst"]', ["no paper checklst", "did you mean checklist?"]),
        ('issued = "work.issued"', 'issued = "person.surname"', ["no date question person.surname"]),
        ('about = "person.birth_date"', 'about = "person.birthdate"', ["no question person.birthdate"]),
        ("rows_max = 3", "rows_max = -3", ["may not be negative"]),
        ('precision = "M"', 'precision = "W"', ["precision is D, M or Y"]),
        (
            'kind = "country"',
            'kind = "identifier"\nscheme = "passpotr"',
            ["no identifier scheme passpotr", "did you mean passport?"],
        ),
        ('kind = "country"', 'kind = "choice"', ["needs choices or a list"]),
        ('kind = "country"', 'kind = "choice"\nlist = "countrys"', ["no list countrys", "did you mean countries?"]),
        ('kind = "country"', 'use = "person@1"', ["no block person@1"]),
        ('from = "person.birth_date"', 'from = "person.surname"', ["gives text, but date is needed"]),
    ],
)
def test_a_slip_is_told_where_it_is(tmp_path: Path, old: str, new: str, told: list[str]) -> None:
    edition = EDITION.replace(old, new, 1)
    found = faults(tmp_path, edition)
    line, message = next((line, text) for line, text in found if told[0] in text)
    assert all(part in message for part in told)
    assert message.startswith("forms/procedures/toy/2024-12-01.toml:")
    assert abs(line - line_of(EDITION, old) - len(new.splitlines()) + 1) <= TALLEST_QUESTION


def test_every_slip_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    edition = EDITION.replace("capitals", "capitalls", 1).replace('cite = "law"', 'cite = "lwa"', 1)
    assert len(faults(tmp_path, edition)) == 2


@pytest.mark.parametrize("text", ["[[section]\n", "a = \n", "\x00", "a = 1\na = 2\n"])
def test_not_toml(tmp_path: Path, text: str) -> None:
    found = faults(tmp_path, text)
    assert found[0][0] >= 1
    assert "not TOML" in found[0][1]


def test_not_utf8(tmp_path: Path) -> None:
    room = write_room(tmp_path)
    (room / "procedures/toy/2024-12-01.toml").write_bytes("papers = []\n# 甲".encode("gb18030"))
    with pytest.raises(FormError, match=r"2024-12-01\.toml:2: .*UTF-8"):
        Catalogue([room]).edition("toy", "2024-12-01")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("code,zh-Hans,en\nPRT,葡萄牙,Portugal\n".encode("gb18030"), ":2: the file is not written in UTF-8"),
        (b"code,zh-Hans\n", ":1: the column en is missing"),
        (b"", ":1: the column code is missing"),
        (b"code,zh-Hans,en\nPRT,\n", ":2: the column zh-Hans is empty"),
        (b"code,zh-Hans,en\nPRT,P,P\nPRT,Q,Q\n", ":3: the choice PRT is there twice"),
        (b'code,zh-Hans,en\nPRT,"P,P\nESP,E,E\n', ":3: this line is not CSV"),
    ],
)
def test_a_broken_list_is_told_when_a_form_that_uses_it_is_opened(tmp_path: Path, content: bytes, told: str) -> None:
    room = write_room(tmp_path)
    (room / "shared/lists/countries.csv").write_bytes(content)
    with pytest.raises(FormError) as slip:
        Catalogue([room]).edition("toy", "2024-12-01")
    assert str(slip.value).startswith(f"forms/shared/lists/countries.csv{told}")


def test_blocks(tmp_path: Path) -> None:
    block = """
purpose = { zh-Hans = "填表", en = "For the form" }
keep = "P30D"
[[question]]
id = "contact.phone"
kind = "phone"
label = { zh-Hans = "电话", en = "Phone" }
"""
    use = EDITION.replace('id = "person.surname"', 'id = "contact.phone"\nuse = "contact@1"\nneed = "optional"', 1)
    use = use.replace('kind = "latin_name"\ncapitals = true\nlabel = { zh-Hans = "姓", en = "Surname" }\n', "", 1)
    room = write_room(tmp_path, use, **{"shared__blocks__contact@1": block})
    question = Catalogue([room]).edition("toy", "2024-12-01").questions[0]
    assert (question.label.en, question.need, question.keep, question.block) == (
        "Phone",
        "optional",
        "P30D",
        "contact@1",
    )
    assert question.purpose is not None


def test_a_block_sets_no_conditions(tmp_path: Path) -> None:
    block = '[[question]]\nid = "a.b"\nkind = "text"\nask_when = "true"\nlabel = { zh-Hans = "甲", en = "A" }\n'
    edition = EDITION.replace('id = "person.surname"', 'id = "a.b"\nuse = "a@1"', 1)
    edition = edition.replace(
        'kind = "latin_name"\ncapitals = true\nlabel = { zh-Hans = "姓", en = "Surname" }\n', "", 1
    )
    room = write_room(tmp_path, edition, **{"shared__blocks__a@1": block})
    with pytest.raises(FormError, match=r"blocks/a@1\.toml:4: ask_when does not belong in a block"):
        Catalogue([room]).edition("toy", "2024-12-01")


def test_editions_by_day(tmp_path: Path) -> None:
    from datetime import date

    room = write_room(tmp_path, **{"procedures__toy__2026-01-01": "until = 2026-06-30\n" + EDITION})
    catalogue = Catalogue([room])
    assert catalogue.in_force("toy", date(2025, 12, 31)).edition == "2024-12-01"
    assert catalogue.in_force("toy", date(2026, 6, 30)).edition == "2026-01-01"
    for day in (date(2024, 11, 30), date(2026, 7, 1)):
        with pytest.raises(NotInForce):
            catalogue.in_force("toy", day)
    with pytest.raises(UnknownProcedure) as slip:
        catalogue.in_force("toi", date(2026, 1, 1))
    assert slip.value.details["close"] == "toy"
    for outside in ("../toy", "", "toy/../toy"):
        with pytest.raises(UnknownProcedure):
            catalogue.edition(outside, "2024-12-01")


def test_a_broken_procedure_hides_no_other(tmp_path: Path) -> None:
    catalogue = Catalogue([write_room(tmp_path, procedures__other__about="title = 1\n")])
    assert catalogue.procedures() == ("toy",)
    (fault,) = catalogue.broken()
    assert (fault.file, fault.line) == ("forms/procedures/other/about.toml", 1)
    assert catalogue.edition("toy", "2024-12-01").questions


def test_an_own_room_goes_before_the_shipped_one(tmp_path: Path) -> None:
    shipped = write_room(tmp_path / "shipped")
    own = tmp_path / "own"
    (own / "procedures/toy").mkdir(parents=True)
    (own / "procedures/toy/about.toml").write_text(
        (shipped / "procedures/toy/about.toml").read_text().replace("Toy", "Own")
    )
    (own / "procedures/toy/2024-12-01.toml").write_text(EDITION)
    assert Catalogue([own, shipped]).edition("toy", "2024-12-01").about.title["en"] == "Own"


def test_the_room_is_clean(toy: Catalogue) -> None:
    assert [str(fault) for fault in inspect(toy)] == []
    assert samples(toy) == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('outcomes = { "old-enough" = "fail" }', 'outcomes = { "old-enough" = "pass" }', "gives fail, not pass"),
        ('not_asked = ["employer.name"]', 'asked = ["employer.name"]', "employer.name is not asked"),
        ('documents = ["letter", "passport"]', 'documents = ["leter"]', "did you mean letter?"),
        ('documents = ["letter", "passport"]', 'no_documents = ["letter"]', "letter is listed, but should not be"),
        ('"request.kind" = "work"', '"request.kinds" = "work"', "did you mean request.kind?"),
        ("as_of = 2026-11-23", "as_of = 2001-01-01", "no edition of toy was in force"),
        (
            'asked = ["employer.name", "work.changes"]',
            'deadlines = { "birthday" = 2020-01-01 }',
            "is due on 1990-03-10",
        ),
        ('asked = ["employer.name", "work.changes"]', 'facts = { "person.adult" = false }', "is true, not false"),
        ('asked = ["employer.name", "work.changes"]', 'aksed = ["x"]', "unknown key aksed"),
    ],
)
def test_cases_are_run(tmp_path: Path, old: str, new: str, told: str) -> None:
    room = write_room(tmp_path, cases=CASES.replace(old, new, 1))
    found = [str(fault) for fault in inspect(Catalogue([room]))]
    assert any(told in fault and "cases.toml:" in fault for fault in found), found


def test_untried_rules_and_unreachable_questions_are_told(tmp_path: Path) -> None:
    only_one = CASES.split('[[case]]\nname = "Too young"')[0]
    unreachable = EDITION.replace("request.kind == 'work' and person.adult", "request.kind == 'work' and false")
    found = [str(fault) for fault in inspect(Catalogue([write_room(tmp_path, unreachable, only_one)]))]
    assert any("no case makes the rule old-enough give fail" in fault for fault in found)
    assert any("no case ever asks employer.name" in fault for fault in found)


def test_a_published_edition_may_not_change(tmp_path: Path) -> None:
    room = write_room(tmp_path)
    first = digest(Catalogue([room]).edition("toy", "2024-12-01"))
    (room / "published.toml").write_text(f'"toy/2024-12-01" = "{first}"\n')
    assert inspect(Catalogue([room])) == ()
    write_room(tmp_path, EDITION.replace("Surname", "Last name"))
    (fault,) = inspect(Catalogue([room]))
    assert "has changed" in str(fault)
    assert len({first, fault.details["digest"]}) == 2


def test_publishing_freezes_only_what_is_new(tmp_path: Path) -> None:
    room = write_room(tmp_path)
    assert publish([room]) == ("toy/2024-12-01",)
    first = (room / "published.toml").read_text()
    assert publish([room]) == ()
    write_room(tmp_path, **{"procedures__toy__2025-12-01": EDITION})
    assert publish([room]) == ("toy/2025-12-01",)
    assert (room / "published.toml").read_text().startswith(first)


@given(st.text(max_size=200))
def test_any_text_is_a_file_or_a_fault(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("x") / "a.toml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    file = TomlFile(path, "a.toml")
    assert file.faults or isinstance(file.data, dict)


def test_lines_are_those_of_the_keys(tmp_path: Path) -> None:
    text = (
        '[a]\nx = """\n[no.header]\ny = 1\n"""\nlist = [\n  "[[not]]",\n  { b = 1 },\n]\nlast = 2\n'
        "[[t]]\nk = 1\n[[t.u]]\nk = 2\n[[t]]\nk = 3\n"
    )
    tomllib.loads(text)
    path = tmp_path / "a.toml"
    path.write_text(text)
    file = TomlFile(path, "a.toml")
    assert file.line(("a", "last")) == 10
    assert file.line(("t", 0, "k")) == 12
    assert file.line(("t", 0, "u", 0, "k")) == 14
    assert file.line(("t", 1, "k")) == 16
    assert file.line(("a", "list", "deeper")) == 6


def test_a_key_of_today_changes_only_the_editions_that_use_it(tmp_path: Path) -> None:
    """`numbered` came after the first editions were published: they keep their digest, and who uses it gets another."""
    text = EDITION.replace('kind = "latin_name"\ncapitals = true', 'kind = "text"', 1)
    said = [text, text.replace('kind = "text"', 'kind = "text"\nnumbered = false', 1)]
    said.append(text.replace('kind = "text"', 'kind = "text"\nnumbered = true', 1))
    editions = [
        Catalogue([write_room(tmp_path / str(number), each)]).edition("toy", "2024-12-01")
        for number, each in enumerate(said)
    ]
    assert [edition.questions[0].numbered for edition in editions] == [False, False, True]
    silent, told, used = map(digest, editions)
    assert silent == told != used
    assert "numbered" not in json.dumps(plain(editions[0]))
