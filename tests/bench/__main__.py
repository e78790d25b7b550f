"""`make bench`: run each measurement in a process of its own, and compare it with its budget.

`python -m tests.bench [NAME ...]` runs those named, or all. A measurement is a module of this folder
with `measure() -> dict[str, float]`; a figure is held against its budget in `BUDGETS`, or only told.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
REPORT: Final = ROOT / "build" / "bench.json"
BUDGETS: Final[dict[str, float]] = {
    "certificates_ratio": 2.0,
    "encrypted_bulk_write_ratio": 1.2,
    "encrypted_read_ratio": 1.1,
    "encrypted_scan_ratio": 1.3,
    "encrypted_write_ratio": 1.2,
    "marks_p95_ms": 16.0,
    "stage_p99_ms": 8.0,
    "start_ratio": 2.5,
    "standings_ratio": 5.0,
}


def measurements() -> list[str]:
    """List the modules of this folder that measure something."""
    files = sorted(Path(__file__).parent.glob("[a-z]*.py"))
    return [path.stem for path in files if "\ndef measure()" in path.read_text(encoding="utf-8")]


def run(name: str) -> dict[str, float]:
    """Take one measurement in a fresh process."""
    words = [sys.executable, "-m", "tests.bench", "--only", name]
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONHASHSEED": "0"}
    finished = subprocess.run(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True, timeout=900)
    found: dict[str, float] = json.loads(finished.stdout.splitlines()[-1])
    return found


def table(figures: dict[str, float]) -> list[str]:
    """Set the figures beside their budgets."""
    lines = [f"{'figure':<28}{'measured':>12}{'budget':>10}{'of budget':>11}"]
    for name, value in figures.items():
        budget = BUDGETS.get(name)
        kept = "" if budget is None else f"{budget:>10.1f}{value / budget:>10.0%}{' ' if value <= budget else ' OVER'}"
        lines.append(f"{name:<28}{value:>12.2f}{kept}".rstrip())
    return lines


def main(words: list[str]) -> int:
    """Print the table and keep the figures in build/bench.json; status 1 where a budget is exceeded."""
    if words[:1] == ["--only"]:
        sys.stdout.write(json.dumps(import_module(f"tests.bench.{words[1]}").measure()) + "\n")
        return 0
    figures: dict[str, float] = {}
    for name in words or measurements():
        sys.stderr.write(f"measuring {name} ...\n")
        figures |= run(name)
    sys.stdout.write("\n".join(table(figures)) + "\n")
    REPORT.parent.mkdir(exist_ok=True)
    machine = {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    REPORT.write_text(
        json.dumps({"machine": machine, "figures": figures, "budgets": BUDGETS}, indent=1), encoding="utf-8"
    )
    return int(any(value > BUDGETS.get(name, value) for name, value in figures.items()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
