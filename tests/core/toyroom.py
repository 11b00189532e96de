"""A small forms room for the core's tests, written file by file."""

from __future__ import annotations

from pathlib import Path

ABOUT = """
title = { zh-Hans = "甲", zh-Hant-HK = "甲", en = "Toy", pt = "Brinquedo" }
group = "foreigner"
audience = ["foreigner"]
authority = { zh-Hans = "局", en = "Office" }
order = 1
"""

CITATIONS = """
[law]
instrument = { zh-Hans = "法", en = "Law" }
article = "1"
grade = "A"
[memory]
instrument = { zh-Hans = "忆", en = "Memory" }
article = ""
grade = "M"
"""

PARAMETERS = """
["toy.age"]
title = { zh-Hans = "年龄", en = "Age" }
unit = "years"
[["toy.age".values]]
from = 2020-01-01
value = 18
cite = "law"
[["toy.age".values]]
from = 2026-01-01
value = 21
cite = "memory"
[["toy.age".values]]
from = 2030-01-01
until_repealed = true
cite = "law"
"""

CONSENT = """
[[consent]]
id = "fill-in"
title = { zh-Hans = "填表", zh-Hant-HK = "填表", en = "Filling in", pt = "Preencher" }
purposes = ["填写申请表"]
[[consent.text]]
version = "2026-11-26"
words = { zh-Hans = "同意", zh-Hant-HK = "同意", en = "I agree", pt = "Concordo" }
"""
PURPOSE = 'purpose = { zh-Hans = "填写申请表", en = "To fill in the form" }\nkeep = "P30D"\n'


def with_purposes(edition: str) -> str:
    """The edition with a purpose and an end for each question that has none: a question without is a fault."""
    bare = edition.replace(f"[[section.question]]\n{PURPOSE}", "[[section.question]]\n")
    return bare.replace("[[section.question]]\n", f"[[section.question]]\n{PURPOSE}")


EDITION = with_purposes("""
papers = ["checklist"]

[[section]]
id = "person"
number = "1"
title = { zh-Hans = "申请人", en = "Applicant" }

[[section.question]]
id = "person.surname"
kind = "latin_name"
capitals = true
label = { zh-Hans = "姓", en = "Surname" }

[[section.question]]
id = "person.name_zh"
kind = "han_name"
need = "optional"
none = { zh-Hans = "无", en = "None" }
label = { zh-Hans = "中文姓名", en = "Name in Chinese" }

[[section.question]]
id = "person.birth_date"
kind = "date"
label = { zh-Hans = "出生日期", en = "Date of birth" }

[[section.question]]
id = "person.nationality"
kind = "country"
label = { zh-Hans = "国籍", en = "Nationality" }

[[section]]
id = "request"
number = "2"
title = { zh-Hans = "申请", en = "Request" }

[[section.question]]
id = "request.kind"
kind = "choice"
label = { zh-Hans = "种类", en = "Kind" }
choices = [
    { code = "work", label = { zh-Hans = "工作", en = "Work" } },
    { code = "study", label = { zh-Hans = "学习", en = "Study" } },
]

[[section.question]]
id = "employer.name"
kind = "text"
label = { zh-Hans = "单位", en = "Employer" }
ask_when = "request.kind == 'work' and person.adult"
max = 20

[[section.question]]
id = "request.months"
kind = "number"
label = { zh-Hans = "月数", en = "Months" }
need = "optional"
need_when = "request.kind == 'study'"

[[section.question]]
id = "stays"
kind = "table"
need = "optional"
label = { zh-Hans = "经历", en = "History" }
rows_max = 3
[[section.question.column]]
id = "start"
kind = "date"
precision = "M"
label = { zh-Hans = "起", en = "From" }
[[section.question.column]]
id = "end"
kind = "date"
precision = "M"
need = "optional"
label = { zh-Hans = "止", en = "To" }

[[section]]
id = "work"
number = "3"
title = { zh-Hans = "工作", en = "Work" }
ask_when = "request.kind == 'work'"

[[section.question]]
id = "work.changes"
kind = "choices"
label = { zh-Hans = "变更", en = "Changes" }
choices = [
    { code = "name", label = { zh-Hans = "姓名", en = "Name" } },
    { code = "place", label = { zh-Hans = "地点", en = "Place" } },
]

[[section.question]]
id = "work.issued"
kind = "date"
label = { zh-Hans = "签发", en = "Issued" }

[[fact]]
id = "person.adult"
is = "age_on(person.birth_date, today) >= parameter('toy.age')"

[[rule]]
id = "old-enough"
when = "request.kind == 'work'"
must = "person.adult"
about = "person.birth_date"
message = { zh-Hans = "生于{person.birth_date}，未满年龄", en = "Born {person.birth_date}: too young. Ask for study." }
cite = "law"

[[document]]
id = "letter"
title = { zh-Hans = "证明函", en = "Letter" }
need_when = "request.kind == 'work'"
fresh_months = 6
issued = "work.issued"
cite = "law"

[[document]]
id = "passport"
title = { zh-Hans = "护照", en = "Passport" }
cite = "law"

[[deadline]]
id = "birthday"
title = { zh-Hans = "生日后三十日", en = "Thirty days after birth" }
from = "person.birth_date"
days = 30
cite = "law"

[[fee]]
id = "fee"
title = { zh-Hans = "费", en = "Fee" }
parameter = "toy.age"
""")

CASES = """
[[case]]
name = "A grown-up who works"
as_of = 2026-11-23
[case.answers]
"person.birth_date" = "1990-02-08"
"request.kind" = "work"
[case.expect]
asked = ["employer.name", "work.changes"]
outcomes = { "old-enough" = "pass" }
documents = ["letter", "passport"]

[[case]]
name = "Too young"
as_of = 2026-11-23
[case.answers]
"person.birth_date" = "2010-02-08"
"request.kind" = "work"
[case.expect]
not_asked = ["employer.name"]
outcomes = { "old-enough" = "fail" }
"""


def write_room(folder: Path, edition: str = EDITION, cases: str = CASES, **more: str) -> Path:
    """Write a forms room; `more` adds files, with `__` for `/` in their names and `.toml` behind them."""
    room = folder / "forms"
    files = {
        "shared/citations.toml": CITATIONS,
        "shared/consent.toml": CONSENT,
        "shared/parameters/toy.toml": PARAMETERS,
        "shared/lists/countries.csv": "code,zh-Hans,en\nPRT,葡萄牙,Portugal\nTHA,泰国,Thailand\n",
        "procedures/toy/about.toml": ABOUT,
        "procedures/toy/2024-12-01.toml": with_purposes(edition),
        "procedures/toy/cases.toml": cases,
        **{f"{name.replace('__', '/')}.toml": text for name, text in more.items()},
    }
    for name, text in files.items():
        path = room / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return room
