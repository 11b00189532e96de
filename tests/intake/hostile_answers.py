"""Answers files and zones that are too deep, too long, double, or full of marks that nobody sees."""

from __future__ import annotations

import json

from hostile import DONE, sample

VERBS = ("evaluate", "render", "import")
NAME = "person.surname"


def answers(**more: object) -> bytes:
    return json.dumps({NAME: "HO", **more}).encode()


@sample("json nested a hundred thousand deep", ".json", *VERBS, says="nested too deeply")
def deep() -> bytes:
    return b'{"a":' * 100_000 + b"1" + b"}" * 100_000


@sample("json with lists in lists", ".json", *VERBS)
def lists() -> bytes:
    return b'{"person.surname": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@sample("json nested twenty deep", ".json", *VERBS, says="cannot be read")
def rather_deep() -> bytes:
    return b'{"a":' * 20 + b"1" + b"}" * 20


@sample("json with a text of 10 MB", ".json", *VERBS, says="larger than 2000000 bytes")
def long() -> bytes:
    return answers(**{NAME: "X" * 10_000_000})


@sample("json with a text of 1.9 MB", ".json", "evaluate", "import")
def rather_long() -> bytes:
    return answers(**{NAME: "X" * 1_900_000})


@sample("json with an id of 1.9 MB", ".json", "evaluate", "import", code=DONE)
def long_id() -> bytes:
    return answers(**{"x" * 1_900_000: "y"})


@sample("json with 50,000 unknown ids", ".json", *VERBS, says="cannot be read")
def many() -> bytes:
    return answers(**{f"person.x{at}": "y" for at in range(50_000)})


@sample("json with 4,000 unknown ids", ".json", "evaluate", "import", code=DONE, says="there is no question")
def rather_many() -> bytes:
    return answers(**{f"person.surnam{at}": "y" for at in range(4_000)})


@sample("json with the same answer twice", ".json", *VERBS, code=DONE)
def twice() -> bytes:
    return b'{"person.surname": "HO", "person.surname": "WONG", "person": {"surname": "LAM"}}'


@sample("json with NUL, marks and half characters", ".json", *VERBS)
def odd() -> bytes:
    return answers(**{NAME: "H\0\u202eO\u200b\U000e0041\ud800\x1b[2J", "person.given_names": "\udfff\ufffe\uffff"})


@sample("json with half characters in an id", ".json", *VERBS, code=DONE)
def odd_id() -> bytes:
    return answers(**{"person.\ud800\u202e\x1b[2J": "y"})


@sample("json with values of every wrong kind", ".json", *VERBS, says="cannot be read")
def wrong() -> bytes:
    return answers(**{"person.given_names": {"a": [1, {"b": None}]}, "person.birth_date": [[1]]})


@sample("json with numbers where texts are asked", ".json", *VERBS)
def numbers() -> bytes:
    return (
        b'{"person.surname": 1e999999999, "person.given_names": -0.0, "passport.number": NaN, "person.birth_date": 1}'
    )


@sample("json with a number of 100,000 digits", ".json", *VERBS)
def digits() -> bytes:
    return b'{"person.surname": ' + b"9" * 100_000 + b"}"


@sample("json that is a list", ".json", *VERBS, says="answers by name")
def listed() -> bytes:
    return b"[1, 2, 3]"


@sample("json with declined answers of a wrong kind", ".json", *VERBS, says="cannot be read")
def declined() -> bytes:
    return answers(declined={"a": 1})


@sample("json with rows beyond the last", ".json", *VERBS, code=DONE)
def rows() -> bytes:
    return answers(**{"family[99999999999999999999].name": "x", "family[-1].name": "x", "family[0].name": "x"})


@sample("json in UTF-16", ".json", *VERBS, says="not written in UTF-8")
def utf16() -> bytes:
    return answers().decode().encode("utf-16")


@sample("json in no encoding", ".json", *VERBS, says="not written in UTF-8")
def no_encoding() -> bytes:
    return b'{"person.surname": "\xff\xfe\xc0\x80"}'


@sample("json with overlong UTF-8", ".json", *VERBS, says="not written in UTF-8")
def overlong() -> bytes:
    return b'{"person.surname": "\xc0\xae\xc0\xae/"}'


@sample("half a json", ".json", *VERBS, says="not JSON")
def half() -> bytes:
    return answers()[:-3]


@sample("toml nested ten thousand deep", ".toml", *VERBS)
def toml_deep() -> bytes:
    return b"a = " + b"[" * 10_000 + b"]" * 10_000


@sample("toml with a key of ten thousand parts", ".toml", *VERBS)
def toml_key() -> bytes:
    return b".".join([b"a"] * 10_000) + b" = 1"


@sample("toml with twenty thousand tables in each other", ".toml", *VERBS)
def toml_tables() -> bytes:
    return b"[" + b".".join([b"a"] * 20_000) + b"]\nb = 1\n"


@sample("toml with a text of 10 MB", ".toml", *VERBS, says="larger than 2000000 bytes")
def toml_long() -> bytes:
    return b'"person.surname" = "' + b"X" * 10_000_000 + b'"'


@sample("toml with the same answer twice", ".toml", *VERBS, says="not TOML")
def toml_twice() -> bytes:
    return b'"person.surname" = "HO"\n"person.surname" = "WONG"\n'


@sample("toml with NUL", ".toml", *VERBS)
def toml_nul() -> bytes:
    return b'"person.surname" = "H\0O"\n'


@sample("toml with half characters", ".toml", *VERBS, says="not TOML")
def toml_half() -> bytes:
    return b'"person.surname" = "\\ud800"\n'


@sample("toml with a number of 100,000 digits", ".toml", *VERBS)
def toml_digits() -> bytes:
    return b'"person.surname" = ' + b"9" * 100_000


@sample("toml with times and dates of no answer", ".toml", *VERBS)
def toml_times() -> bytes:
    return b'"person.surname" = 07:32:00\n"person.birth_date" = 1979-05-27T07:32:00-08:00\n'


# ---- names


for _what, _mark in {
    "a mark that turns the line round": "\u202e", "a space of no width": "\u200b", "a tag": "\U000e0041",
    "a NUL": "\0", "an escape of the terminal": "\x1b[2J", "a private character": "\ue000", "no character": "\uffff",
}.items():  # fmt: skip
    sample(f"name with {_what}", ".json", *VERBS)(lambda mark=_mark: answers(**{NAME: f"H{mark}O"}))


@sample("name of 20,000 characters", ".json", "evaluate", "import")
def long_name() -> bytes:
    return answers(**{NAME: "HO " * 6_667})


@sample("name with a character of its own that looks like another", ".json", *VERBS)
def compatible() -> bytes:
    return answers(**{"person.name_zh": "\uf9d1"})


# ---- zones


@sample("zone with marks and NUL", ".txt", "mrz")
def zone() -> bytes:
    return "P<UTO\0ERIKSSON\u202e<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10".encode()


@sample("zone of 10 MB", ".txt", "mrz")
def long_zone() -> bytes:
    return b"P<UTO" + b"<" * 10_000_000


@sample("zone of a hundred thousand lines", ".txt", "mrz")
def many_lines() -> bytes:
    return b"P<\n" * 100_000


@sample("zone in UTF-16 without an end", ".txt", "mrz")
def wide_zone() -> bytes:
    return b"\xff\xfeP\0<\0U"


@sample("zone of fullwidth digits and letters", ".txt", "mrz", code=DONE)
def fullwidth() -> bytes:
    return ("Ｐ＜ＵＴＯ" + "＜" * 39 + "\n" + "９" * 44).encode()


assert DONE == 0
