"""Prints where there is no CUPS (Windows): laid-out pages are painted on the printer, as lines and letters.

No PDF is written anywhere: what a viewer would be started for lies in a folder for temporary files as long as it likes.
The system does not tell what becomes of a job once it has taken it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QColor, QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from talentdesk.desktop.paperink import Ink
from talentdesk.desktop.tasks import Letters
from talentdesk.paper.overlay import Shift
from talentdesk.paper.page import LaidPage, LaidPaper
from talentdesk.service.printers import LONGEST_WAIT_S, Choice, NotTaken, Printer, Reason, Stage, Standing, Ticket
from talentdesk.service.printing import Job

_INCH_MM = 25.4
_TWO_SIDED = (QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexAuto)


class SystemPrint:
    """Printers as Qt knows them. Pages are painted on the window's own thread: it shares its faces with the screen."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters

    def printers(self) -> tuple[Printer, ...]:
        """All printers, the default one first."""
        found = [_printer(info) for info in QPrinterInfo.availablePrinters()]
        return tuple(sorted(found, key=lambda each: (not each.is_default, each.name)))

    def hand_over(self, job: Job, title: str, choice: Choice) -> Ticket:
        """See PrintSystem."""
        name = choice.printer or QPrinterInfo.defaultPrinterName()
        if not name:
            raise NotTaken(Reason.NO_PRINTER)
        if QPrinterInfo.printerInfo(name).isNull():
            raise NotTaken(Reason.VANISHED)
        if not self._on_the_windows_thread(lambda: _print(name, job, title, choice)):
            raise NotTaken(Reason.REFUSED)
        return Ticket(name)

    def _on_the_windows_thread(self, act: Callable[[], bool]) -> bool:
        """Raises NotTaken(SLOW) where the window has no time, and then it is not done later either."""
        done: Future[bool] = Future()

        def go() -> None:
            if done.set_running_or_notify_cancel():
                try:
                    done.set_result(act())
                except BaseException as error:
                    done.set_exception(error)
                    raise

        self._letters.put(go)
        try:
            return done.result(LONGEST_WAIT_S)
        except TookTooLong:
            if done.cancel():
                raise NotTaken(Reason.SLOW) from None
            return done.result()

    def standing(self, ticket: Ticket) -> Standing:
        """Handed over is all that is known."""
        return Standing(Stage.DONE)

    def take_back(self, ticket: Ticket) -> None:
        """What the system has taken is the system's."""


def _print(name: str, job: Job, title: str, choice: Choice) -> bool:
    device = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
    device.setDocName(title)
    device.setCopyCount(max(1, choice.copies))
    device.setCollateCopies(True)
    long_side, none = QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexNone
    device.setDuplex(long_side if choice.two_sided else none)
    source = _sources().get(job.tray or choice.tray)
    if source is not None:
        device.setPaperSource(source)
    return paint_papers(device, job.laid, device.resolution(), two_sided=choice.two_sided)


def paint_papers(
    device: QPagedPaintDevice,
    papers: Iterable[tuple[LaidPaper, Shift | None]],
    dots: int,
    *,
    two_sided: bool,
) -> bool:
    """Paints papers at `dots` to the inch, unscaled, each from a leaf of its own; whether the device took them."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageMargins(QMarginsF(0, 0, 0, 0))
    layout = device.pageLayout()
    layout.setMode(QPageLayout.Mode.FullPageMode)
    device.setPageLayout(layout)
    painter = QPainter()
    if not painter.begin(device):
        return False
    ink = Ink(dots / _INCH_MM, QColor("white"), QColor("black"), QColor("black"))
    sides = 0
    for laid, shift in papers:
        if sides and two_sided and sides % 2:
            device.newPage()
            sides += 1
        for page in laid.pages:
            if sides:
                device.newPage()
            _paint(painter, ink, page, shift, dots)
            sides += 1
    return painter.end()


def _paint(painter: QPainter, ink: Ink, page: LaidPage, shift: Shift | None, dots: int) -> None:
    painter.save()
    if shift is not None:
        painter.translate(shift.x * ink.scale, shift.y * ink.scale)
        painter.scale(shift.scale, shift.scale)
    if page.backdrop is not None:
        from talentdesk.paper.backdrop import picture

        width, height = (side * ink.scale for side in page.size)
        drawn = picture(page.backdrop, min(round(width), round(210 / _INCH_MM * 300)))
        if drawn is not None:
            image = QImage(drawn.pixels, drawn.width, drawn.height, 3 * drawn.width, QImage.Format.Format_RGB888)
            painter.drawImage(QRectF(0, 0, width, height), image)
    ink.paint(painter, page.still)
    for box in page.boxes:
        ink.paint(painter, box.items)
    painter.restore()


def _printer(info: QPrinterInfo) -> Printer:
    duplex = info.supportedDuplexModes()
    return Printer(
        info.printerName(),
        info.description() or info.printerName(),
        tuple(_sources()),
        tuple(size.key() for size in info.supportedPageSizes()),
        any(mode in duplex for mode in _TWO_SIDED),
        Reason.NONE if info.state() is not QPrinter.PrinterState.Error else Reason.FAILED,
        info.isDefault(),
    )


def _sources() -> dict[str, QPrinter.PaperSource]:
    """Trays as Windows numbers them: which of them a printer has it does not say here."""
    known = QPrinter.PaperSource
    return {
        "top": known.Upper,
        "middle": known.Middle,
        "bottom": known.Lower,
        "manual": known.Manual,
        "envelope": known.Envelope,
        "large-capacity": known.LargeCapacity,
    }
