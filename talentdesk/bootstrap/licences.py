"""Under which licence each package of the lock is: the one place that says so."""

from __future__ import annotations

# Read from each package's own metadata. A package that is new in the lock is a decision: read its licence, then
# write it here. GPL and AGPL parts cannot be: the shipped program is Apache-2.0.
LICENCES = {
    "LGPL-3.0": "fpdf2 psycopg psycopg-binary pyside6-essentials shiboken6",
    "MPL-2.0": "certifi hypothesis pathspec pikepdf pyphen tqdm",
    "MIT": "alembic ast-serialize backports-tarfile brotli cbor2 cffi charset-normalizer execnet fonttools hatchling "
    "iniconfig jaraco-classes jaraco-context jaraco-functools jeepney keyring librt mako markdown-it-py mdurl "
    "et-xmlfile openpyxl python-calamine "
    "more-itertools mypy mypy-extensions pillow pluggy pytest pytest-qt pytest-randomly pytest-timeout pytest-xdist "
    "brotlicffi colorlog onnxruntime pyclipper pyrage pyyaml rich ruff six sqlalchemy tinyhtml5 tomlkit urllib3 zipp",
    "BSD": "babel click colorama grimp import-linter idna lxml markupsafe numpy omegaconf protobuf pycparser "
    "pygments pypdf pywin32-ctypes reportlab "
    "cssselect2 pydyf secretstorage segno shapely tinycss2 weasyprint webencodings",
    "Apache-2.0": "flatbuffers importlib-metadata lazy-importer opencv-python-headless rapidocr requests "
    "sortedcontainers trove-classifiers types-openpyxl tzdata "
    "typst uharfbuzz zopfli zxing-cpp",
    "Apache-2.0 or BSD": "cryptography packaging pypdfium2",
    "PSF-2.0": "defusedxml typing-extensions",
    "Zlib": "sqlcipher3",
}
"""Licence, as SPDX names it where it has one name, and the packages under it."""


def licence_of(package: str) -> str:
    """The licence of a package of the lock. Raises KeyError for one that nobody has read."""
    return {name: licence for licence, names in LICENCES.items() for name in names.split()}[package]
