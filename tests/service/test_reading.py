"""A paper gives its answers back: as a PDF, printed and scanned, drawn on, folded, turned, in part, sealed."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFilter

from talentdesk.core.answers import flatten
from talentdesk.core.cases import Case, open_case, read_cases
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.interview import Interview
from talentdesk.core.parcel import NewerVersion, Parcel, Printed, parcel_of, split
from talentdesk.paper.codes import pack, wrap
from talentdesk.paths import room
from talentdesk.service.mishap import InputError
from talentdesk.service.papers import CHECKLIST
from talentdesk.service.parcels import codes_of, new_keys, parcel_in
from talentdesk.service.reading import as_json, read
from talentdesk.service.rendering import render

SHIPPED = Catalogue([room("forms")])
PAIR = ("zh-Hans", "en")
CASES = [
    (procedure, case)
    for procedure in SHIPPED.procedures()
    if (file := room("forms") / "procedures" / procedure / "cases.toml").exists()
    for case in read_cases(file)
    if case.edition is None  # the others only ask which edition is in force
]
FIRST = dict(reversed(CASES))


def interview_of(procedure: str, case: Case) -> Interview:
    return open_case(case, procedure, SHIPPED)


def form_of(interview: Interview) -> str:
    return next((paper for paper in interview.edition.papers if paper != CHECKLIST), "")


def printed(interview: Interview, office_key: str = "") -> bytes:
    return render(interview, form_of(interview), PAIR, office_key=office_key).content


def carried(interview: Interview) -> Parcel:
    """What its form carries."""
    return parcel_of(interview, Printed("", PAIR, interview.as_of.isoformat()))


@pytest.fixture(scope="module")
def interview() -> Interview:
    """The golden case with most answers."""
    return max((interview_of(*each) for each in CASES if form_of(interview_of(*each))), key=lambda i: len(i.typed))


@pytest.fixture(scope="module")
def form(interview: Interview) -> bytes:
    return printed(interview)


def scanned(pdf: bytes, dots: int = 200) -> Image.Image:
    """The last page as a scanner sees it, in grey."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        page = document[len(document) - 1]
        return page.render(scale=dots / 72, grayscale=True).to_pil().convert("L")


def saved(picture: Image.Image, file: Path, **options: int) -> Path:
    picture.save(file, **options)
    return file


# ---- every golden case of every procedure


@pytest.mark.parametrize(("procedure", "case"), CASES, ids=[f"{procedure}: {case.name}" for procedure, case in CASES])
def test_the_codes_of_every_golden_case_give_its_answers_in_use(procedure: str, case: Case) -> None:
    interview = interview_of(procedure, case)
    parcel = parcel_in(codes_of(interview)[:-1])
    assert (parcel.procedure, parcel.edition) == (procedure, interview.edition.edition)
    kept = {name for name in interview.typed if not interview.asked(name)} | set(interview.declined)
    assert parcel.typed == {name: text for name, text in interview.typed.items() if name.split("[")[0] not in kept}
    assert parcel.declined == {name for name in interview.declined if interview.asked(name)}
    again = replace(case, answers=flatten(as_json(parcel)["answers"]))  # type: ignore[arg-type]
    assert codes_of(interview_of(procedure, again)) == codes_of(interview)


@pytest.mark.parametrize(
    ("procedure", "case"),
    [
        pytest.param(
            procedure, case, marks=() if FIRST[procedure] is case else pytest.mark.slow, id=f"{procedure}: {case.name}"
        )
        for procedure, case in CASES
        if form_of(interview_of(procedure, case))
    ],
)
def test_the_paper_of_every_golden_case_is_read_and_printed_again_byte_by_byte(
    procedure: str, case: Case, tmp_path: Path
) -> None:
    paper = printed(interview_of(procedure, case))
    (tmp_path / "form.pdf").write_bytes(paper)
    answers = as_json(read(tmp_path / "form.pdf"))["answers"]
    again = replace(case, answers=flatten(answers))  # type: ignore[arg-type]
    assert printed(interview_of(procedure, again)) == paper


# ---- on its way through a printer and a scanner


def pen(picture: Image.Image) -> Image.Image:
    """Two strokes of a ball pen, half a millimetre wide, across all symbols."""
    wide, tall = picture.size
    draw = ImageDraw.Draw(picture)
    draw.line([(0, tall // 6), (wide, tall // 3)], fill=40, width=4)
    draw.line([(wide // 10, tall // 3), (wide // 2, tall // 7)], fill=40, width=4)
    return picture


def grey(picture: Image.Image) -> Image.Image:
    """Weak toner on grey paper, out of focus, with a scanner's noise."""
    weak = picture.filter(ImageFilter.GaussianBlur(0.8)).point(lambda value: 90 + value * 0.45)
    return Image.blend(weak, Image.effect_noise(picture.size, 40), 0.12)


WAYS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "straight": lambda picture: picture,
    "90°": lambda picture: picture.rotate(90, expand=True),
    "180°": lambda picture: picture.rotate(180),
    "270°": lambda picture: picture.rotate(270, expand=True),
    "7°": lambda picture: picture.rotate(7, Image.Resampling.BICUBIC, expand=True, fillcolor=255),
    "grey": grey,
    "pen": pen,
    "all": lambda picture: grey(pen(picture)).rotate(3, Image.Resampling.BICUBIC, expand=True, fillcolor=200),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_scan_gives_the_same_answers(
    form: bytes, interview: Interview, way: Callable[[Image.Image], Image.Image], tmp_path: Path
) -> None:
    """As a JPEG of quality 50 at 200 dots an inch."""
    file = saved(way(scanned(form)), tmp_path / "scan.jpg", quality=50)
    assert read(file) == carried(interview)


@pytest.mark.parametrize("kind", ["png", "tiff", "webp"])
def test_other_kinds_of_pictures_are_read(form: bytes, interview: Interview, kind: str, tmp_path: Path) -> None:
    assert read(saved(scanned(form), tmp_path / f"scan.{kind}")) == carried(interview)


def test_a_scan_in_a_pdf_of_several_pages_is_read(form: bytes, interview: Interview, tmp_path: Path) -> None:
    page = scanned(form)
    blank = Image.new("L", page.size, 255)
    blank.save(tmp_path / "scan.pdf", save_all=True, append_images=[page, blank], resolution=200)
    assert read(tmp_path / "scan.pdf") == carried(interview)


def test_one_symbol_may_be_torn_off(form: bytes, interview: Interview, tmp_path: Path) -> None:
    page = scanned(form)
    left, top, right, bottom = first_symbol(page)
    ImageDraw.Draw(page).rectangle((left, top, right, bottom), fill=255)
    assert read(saved(page, tmp_path / "torn.png")) == carried(interview)


def first_symbol(page: Image.Image) -> tuple[int, int, int, int]:
    """Where the first symbol is, in points of a scan at 200 dots an inch."""
    import zxingcpp

    places = [code.position for code in zxingcpp.read_barcodes(page)]
    first = min(places, key=lambda place: (place.top_left.y, place.top_left.x))
    return first.top_left.x - 4, first.top_left.y - 4, first.bottom_right.x + 4, first.bottom_right.y + 4


def test_a_second_decoder_reads_the_same(
    form: bytes, interview: Interview, tmp_path: Path, tool: Callable[[str], str]
) -> None:
    """zbar shares no line with the program that reads, nor with the one that writes."""
    file = saved(scanned(form), tmp_path / "scan.png")
    run = subprocess.run(
        [tool("zbarimg"), "--quiet", "--raw", str(file)], capture_output=True, text=True, timeout=60, check=True
    )
    assert sorted(run.stdout.splitlines()) == sorted(codes_of(interview, printed=carried(interview).printed))


# ---- what cannot be read says why


def refusal(file: Path, private: bytes | None = None) -> str:
    with pytest.raises(InputError) as slip:
        read(file, private)
    return slip.value.cause.format(**slip.value.details)


def qr(texts: tuple[str, ...], file: Path) -> Path:
    """Symbols beside each other."""
    import segno

    pictures = []
    for text in texts:
        stream = io.BytesIO()
        segno.make_qr(text, error="m").save(stream, kind="png", scale=4, border=6)
        pictures.append(Image.open(stream).convert("L"))
    page = Image.new("L", (sum(each.width for each in pictures), max(each.height for each in pictures)), 255)
    x = 0
    for each in pictures:
        page.paste(each, (x, 0))
        x += each.width
    return saved(page, file)


def test_half_a_scan_says_which_symbols_are_missing(tmp_path: Path) -> None:
    texts = split(bytes(range(256)) * 6)
    assert "of the 5 square codes on the paper, these were not found: 2, 4" in refusal(
        qr((texts[0], texts[2], texts[4]), tmp_path / "half.png")
    )


def test_a_foreign_code_is_named_so(tmp_path: Path) -> None:
    assert (
        refusal(qr(("https://example.org/?q=1",), tmp_path / "f.png")) == "the codes in f.png are not from talentdesk"
    )


def test_a_damaged_code_is_named_so(tmp_path: Path) -> None:
    text = split(b"content")[0]
    broken = text[:-1] + ("0" if text[-1] != "0" else "1")
    assert refusal(qr((broken,), tmp_path / "d.png")) == "the codes in d.png are damaged"


def test_a_newer_version_is_named_so(tmp_path: Path) -> None:
    texts = tuple(text.replace("TALENTDESK 1:", "TALENTDESK 2:") for text in split(b"content"))
    with pytest.raises(NewerVersion):
        parcel_in(texts)
    assert "newer version of talentdesk" in refusal(qr(texts, tmp_path / "n.png"))


def test_two_forms_in_one_file_are_not_mixed(interview: Interview, tmp_path: Path) -> None:
    other = interview_of(*CASES[0]) if interview.typed != CASES[0][1].answers.typed else interview_of(*CASES[1])
    texts = (split(pack(parcel_of(interview)))[0], split(wrap(parcel_of(other)))[0])
    assert "several forms" in refusal(qr(texts, tmp_path / "two.png"))


@pytest.mark.slow  # looks four times
def test_a_page_without_codes_is_named_so(interview: Interview, tmp_path: Path) -> None:
    (tmp_path / "blank.pdf").write_bytes(render(interview, form_of(interview), PAIR, code=False).content)
    assert refusal(tmp_path / "blank.pdf") == "there are no answers in blank.pdf: no attachment and no square code"


@pytest.mark.slow
def test_a_sealed_paper_opens_with_its_offices_key_only(interview: Interview, tmp_path: Path) -> None:
    (private, public), (other, _) = new_keys(), new_keys()
    sealed = printed(interview, public)
    assert sealed == printed(interview, public)
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed)
    assert read(file, private) == carried(interview)
    assert refusal(file) == "the answers are sealed to an office's key"
    assert refusal(file, other) == "the answers are sealed to another office's key"
    assert refusal(file, b"no key") == "the key file cannot be used"


def test_symbols_that_are_seen_but_not_read_are_told_from_none(tmp_path: Path) -> None:
    file = qr(split(bytes(range(256)))[:1], tmp_path / "b.png")
    page = Image.open(file)
    middle = page.width // 2
    ImageDraw.Draw(page).ellipse((middle - 90, middle - 90, middle + 90, middle + 90), fill=0)
    assert refusal(saved(page, file)) == "there are square codes in b.png, but they cannot be read"


# ---- attachments


def with_attachment(pdf: bytes, text: bytes, file: Path) -> Path:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.attachments["answers.json"] = text
        document.save(file)
    return file


def test_what_is_attached_is_believed_before_the_codes(form: bytes, tmp_path: Path) -> None:
    attached = (
        '{"procedure": "p", "edition": "2020-01-01", "answers": {"person": {"surname": "欧阳"}, "declined": ["x"]}}'
    )
    parcel = read(with_attachment(form, attached.encode(), tmp_path / "a.pdf"))
    assert as_json(parcel) == {
        "procedure": "p",
        "edition": "2020-01-01",
        "answers": {"person.surname": "欧阳", "declined": ["x"]},
    }


@pytest.mark.parametrize(
    "text", [b"{}", b"[]", b"\xff", b'{"procedure": 1}', b'{"procedure":"p","edition":"e","answers":[1]}']
)
def test_an_attachment_of_another_kind_is_passed_over(
    form: bytes, interview: Interview, text: bytes, tmp_path: Path
) -> None:
    assert read(with_attachment(form, text, tmp_path / "a.pdf")) == carried(interview)
