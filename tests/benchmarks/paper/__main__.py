"""All that was promised of papers in one run and one table: `python tests/benchmarks/paper [rows of the batch]`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[3]), str(Path(__file__).resolve().parent)]

import bench_batch  # noqa: E402
import bench_cold  # noqa: E402
import bench_writers  # noqa: E402
from report import tell  # noqa: E402

if __name__ == "__main__":
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    sys.exit(tell([*bench_writers.findings(20), *bench_cold.findings(12), *bench_batch.findings(rows)]))
