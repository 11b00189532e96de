"""The translator's files, and saying one message in one language."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentdesk import i18n
from talentdesk.core.form import Text
from talentdesk.i18n import LANGUAGES, PSEUDO, Speech
from talentdesk.i18n.pofile import Message, PoFile, faults_of, read, write
from talentdesk.i18n.quickly import usable

DAY = date(2026, 11, 22)


def speech(folder: Path, **files: str) -> Speech:
    for name, content in files.items():
        language, domain = name.split("__")
        file = folder / language.replace("_", "-") / f"{domain}.po"
        file.parent.mkdir(exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return Speech(folder)


def entry(source: str, translation: str) -> str:
    return f'msgid "{source}"\nmsgstr "{translation}"\n\n'


def test_a_message_is_said_in_the_language_with_its_details(tmp_path: Path) -> None:
    words = speech(tmp_path, pt__app=entry("No day {day}.", "Não há dia {day}."))
    assert words.say("No day {day}.", "pt", day=31) == "Não há dia 31."
    assert words.say("No day {day}.", "en", day=31) == "No day 31."


def test_a_reader_of_hong_kong_chinese_gets_simplified_before_english(tmp_path: Path) -> None:
    words = speech(tmp_path, zh_Hans__app=entry("Save", "保存"))
    assert words.say("Save", "zh-Hant-HK") == "保存"
    assert words.say("Print", "zh-Hant-HK") == "Print"
    assert words.say("Save", "pt") == "Save"


def test_a_date_among_the_details_is_written_as_the_language_does(tmp_path: Path) -> None:
    assert speech(tmp_path).say("Due {day}", "pt", day=DAY) == "Due 22/11/2026"


def test_braces_inside_a_detail_stay_as_they_are(tmp_path: Path) -> None:
    assert speech(tmp_path).say("Name: {name}", "en", name="{name} {0}") == "Name: {name} {0}"


@pytest.mark.parametrize("wrong", ["Dia {dia}", "Dia", "Dia {day} {day2}"])
def test_a_translation_with_other_placeholders_is_not_shown(tmp_path: Path, wrong: str) -> None:
    words = speech(tmp_path, pt__app=entry("Day {day}", wrong))
    assert words.say("Day {day}", "pt", day=1) == "Day 1"
    assert [fault.line for fault in words.faults] == [1]


def test_an_unsure_translation_is_not_shown(tmp_path: Path) -> None:
    words = speech(tmp_path, pt__app="#, fuzzy\n" + entry("Save", "Gravar"))
    assert words.say("Save", "pt") == "Save"


def test_plurals_follow_the_language(tmp_path: Path) -> None:
    forms = (
        'msgid "{count} case"\nmsgid_plural "{count} cases"\nmsgstr[0] "um processo"\nmsgstr[1] "{count} processos"\n'
    )
    chinese = 'msgid "{count} case"\nmsgid_plural "{count} cases"\nmsgstr[0] "{count} 宗个案"\n'
    words = speech(tmp_path, pt__app=forms, zh_Hans__app=chinese)
    said = {(tag, n): words.plural("{count} case", "{count} cases", n, tag) for tag in LANGUAGES for n in (0, 1, 5)}
    assert [said["pt", n] for n in (0, 1, 5)] == ["0 processos", "um processo", "5 processos"]
    assert [said["zh-Hans", n] for n in (0, 1, 5)] == ["0 宗个案", "1 宗个案", "5 宗个案"]
    assert said["zh-Hant-HK", 5] == "5 宗个案"
    assert [said["en", n] for n in (0, 1, 5)] == ["0 cases", "1 case", "5 cases"]


def test_a_procedures_words_are_found_by_the_pair(tmp_path: Path) -> None:
    content = 'msgctxt "姓"\n' + entry("Surname", "Apelido") + 'msgctxt "姓氏"\n' + entry("Surname", "Nome de família")
    words = speech(tmp_path, pt__procedures=content)
    assert words.word(Text("姓", "Surname"), "pt") == "Apelido"
    assert words.word(Text("姓氏", "Surname"), "pt") == "Nome de família"
    assert words.word(Text("名", "Given names"), "pt") == "Given names"
    assert words.word(Text("名", "Given names"), "zh-Hant-HK") == "名"
    assert words.word(Text("名", "Given names"), "zh-Hans") == "名"
    assert words.word(Text("名", "Given names"), "en") == "Given names"


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ('msgid "Cut\nmsgstr "Corte"\n', 1),
        ('msgid "Cut"\nmsgstr Corte\n', 2),
        ('msgid "Cut"\nmsgstr "a"\nmsgstr "b"\n', 3),
        ('msgid "Cut"\n', 1),
        ('"Cut"\n', 1),
        ("Cut\n", 1),
    ],
)
def test_a_broken_entry_spoils_only_itself(tmp_path: Path, broken: str, line: int) -> None:
    words = speech(tmp_path, pt__app=entry("Save", "Gravar") + broken + "\n" + entry("Print", "Imprimir"))
    assert (words.say("Save", "pt"), words.say("Print", "pt")) == ("Gravar", "Imprimir")
    assert words.say("Cut", "pt") == "Cut"
    (fault,) = words.faults
    assert (fault.file, fault.line) == ("app.po", 3 + line)
    assert fault.remedy


def test_a_file_that_is_not_utf8_is_a_fault_and_english_is_shown(tmp_path: Path) -> None:
    (tmp_path / "pt").mkdir()
    (tmp_path / "pt" / "app.po").write_bytes(entry("Save", "Açúcar").encode("latin-1"))
    words = Speech(tmp_path)
    assert words.say("Save", "pt") == "Save"
    assert len(words.faults) == 1


def test_a_doubled_message_is_a_fault(tmp_path: Path) -> None:
    words = speech(tmp_path, pt__app=entry("Save", "Gravar") + entry("Save", "Guardar"))
    assert [fault.line for fault in words.faults] == [4]


def test_a_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    (tmp_path / "pt").mkdir()
    (tmp_path / "pt" / "app.po").write_bytes(b"\xef\xbb\xbf" + entry("Save", "Gravar").replace("\n", "\r\n").encode())
    assert Speech(tmp_path).say("Save", "pt") == "Gravar"


def test_the_pseudo_language_stretches_and_keeps_details(tmp_path: Path) -> None:
    said = speech(tmp_path).say("Page {page} of {pages}", PSEUDO, page=1, pages=2)
    assert "1" in said
    assert "{" not in said
    assert len(said) > len("Page 1 of 2") * 1.4
    assert speech(tmp_path).word(Text("姓", "Surname"), PSEUDO).startswith("[")


@given(st.binary(max_size=400))
def test_no_file_makes_the_reader_fail(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.po"
    file.write_bytes(content)
    list(faults_of(read(file)))


LINE = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]) | st.sampled_from('\n\t"\\'), min_size=1)


@given(st.lists(st.tuples(LINE, LINE), max_size=5, unique_by=lambda pair: pair[0]))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]) -> None:
    messages = tuple(Message(id=source, context="Kontext", forms=(said,)) for source, said in pairs)
    file = tmp_path_factory.getbasetemp() / "back.po"
    file.write_text(write(PoFile(file, "Language: pt\n", messages, messages[:1])), encoding="utf-8", newline="\n")
    back = read(file)
    assert not back.faults
    assert [(each.context, each.id, each.forms) for each in back.messages] == [("Kontext", a, (b,)) for a, b in pairs]
    assert [each.id for each in back.obsolete] == [source for source, _ in pairs[:1]]


WHOLE = [
    'msgid "a"\nmsgstr "b"\n\n',
    '#, fuzzy\nmsgid "c"\nmsgstr "d"\n\n',
    '# note\n#, c-format, fuzzy\nmsgid "c"\nmsgstr "d"\n',
    'msgctxt "e"\nmsgid ""\n"f\\n"\n"{x}"\nmsgstr "{x}"\n\n',
    'msgid "{count} g"\nmsgid_plural "{count} h"\nmsgstr[0] "i"\nmsgstr[1] "{count} j"\n\n',
    'msgid "k {x}"\nmsgstr "k"\n\n',
    '#~ msgid "l"\n#~ msgstr "m"\n\n',
]
PARTS = [
    *(
        "\n",
        "#\n",
        "# note\n",
        "#, fuzzy\n",
        "\r\n",
        "  ",
        '"n"\n',
        "msgid x\n",
        'msgid "o"\n',
        'msgid ""\n',
        'msgstr ""\n',
    ),
    *('msgstr "p"\n', 'msgctxt "q"\n', 'msgid_plural "r"\n', 'msgstr[0] "s"\n', 'msgstr[1] "{x}"\n', 'msgstr "t"'),
]
PIECES = st.sampled_from(WHOLE) | st.sampled_from(PARTS)


@given(st.lists(PIECES, max_size=14))
@settings(max_examples=200)
def test_the_quick_way_finds_what_the_careful_one_does(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    file = tmp_path_factory.getbasetemp() / "quick.po"
    file.write_bytes("".join(pieces).encode())
    careful = {(each.context, each.id): each.forms for each in read(file).messages if each.usable}
    assert usable(file) == careful
    for key, forms in careful.items():
        assert usable(file).get(key) == forms, "asked for alone, before any other"


def test_a_thousand_messages_are_read_in_a_moment(tmp_path: Path) -> None:
    import time

    messages = tuple(
        Message(f"Message number {n} about {{what}}", forms=(f"Mensagem {n} sobre {{what}}",), places=("a/b.py",))
        for n in range(1000)
    )
    file = tmp_path / "app.po"
    file.write_text(write(PoFile(file, "Language: pt\n", messages)), encoding="utf-8")
    best = {way: min(_seconds(time.perf_counter, way, file) for _ in range(5)) for way in (usable, read)}
    assert len(usable(file)) == 1000
    assert best[usable] < best[read] / 2


def _seconds(clock: Callable[[], float], way: Callable[[Path], object], file: Path) -> float:
    start = clock()
    way(file)
    return clock() - start


def test_dates_have_no_room_for_a_wrong_reading() -> None:
    written = [i18n.format_date(DAY, tag) for tag in LANGUAGES]
    assert written == ["2026年11月22日", "2026年11月22日", "22 Nov 2026", "22/11/2026"]
    short = [i18n.format_short_date(DAY, tag) for tag in LANGUAGES]
    assert short == ["11月22日", "11月22日", "22 Nov", "22/11"]
    assert [i18n.weekday(DAY, tag) for tag in LANGUAGES] == ["星期日", "星期日", "Sunday", "domingo"]
    assert i18n.weekday(DAY, "zh-Hant-HK", short=True) == "週日"
    assert i18n.format_moment(datetime(2026, 1, 2, 3, 4), "en") == "2 Jan 2026 03:04"
    assert i18n.month_name(2, "pt") == "fevereiro"


@pytest.mark.parametrize(
    ("tag", "served"),
    [
        ("zh_CN.UTF-8", "zh-Hans"),
        ("zh_TW", "zh-Hant-HK"),
        ("zh-Hant-MO", "zh-Hant-HK"),
        ("zh-Hans-HK", "zh-Hans"),
        ("pt_BR.UTF-8", "pt"),
        ("en_GB", "en"),
        ("x-pseudo", PSEUDO),
        ("fr", None),
        ("C.UTF-8", None),
        ("", None),
    ],
)
def test_a_locale_is_served_by_the_nearest_language(tag: str, served: str | None) -> None:
    assert i18n.language_of(tag) == served


def test_the_computers_language_is_found() -> None:
    assert i18n.system_language({"LANG": "pt_PT.UTF-8"}) == "pt"
    assert i18n.system_language({"LANG": "pt_PT", "LC_ALL": "zh_HK"}) == "zh-Hant-HK"
    assert i18n.system_language({"LANGUAGE": "fr:zh_TW:en", "LANG": "en"}) == "zh-Hant-HK"
    assert i18n.system_language({"LANG": "fr_FR"}, also=["zh_CN"]) == "zh-Hans"
    assert i18n.system_language({}) == "en"


def test_every_language_has_its_own_name() -> None:
    assert [i18n.native_name(tag) for tag in LANGUAGES] == ["简体中文", "繁體中文", "English", "Português"]


def test_regions_are_named_as_a_mainland_office_names_them() -> None:
    assert [i18n.territory("TWN", tag) for tag in LANGUAGES] == [
        "中国台湾",
        "中國台灣",
        "Taiwan, China",
        "Taiwan, China",
    ]
    assert i18n.territory("MAC", "pt") == "Macau, China"
    assert i18n.territory("KOR", "zh-Hant-HK") == "韓國"
    assert i18n.territory("PRT", "pt") == "Portugal"
    assert i18n.territory("ZZZ", "en") == "ZZZ"


def test_babel_is_not_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, datetime; from talentdesk import i18n; i18n.say('x', 'zh-Hans');"
        "i18n.format_date(datetime.date(2026, 1, 1), 'pt'); sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
