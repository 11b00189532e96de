"""Another program that has copied something: holds the text it reads until it is ended."""

from __future__ import annotations

import sys

from PySide6.QtGui import QGuiApplication


def main() -> None:
    app = QGuiApplication(sys.argv)
    app.clipboard().setText(sys.stdin.buffer.read().decode())
    print("copied", flush=True)
    app.exec()


if __name__ == "__main__":
    main()
