"""Start Laurel: the window, or one headless command."""

from __future__ import annotations

import sys
import traceback

from ui.commands import run


def main() -> int:
    """Run what the command line asks for; a fault of ours is shown by its places alone, without anybody's data."""
    try:
        return run(sys.argv[1:])
    except Exception as fault:  # noqa: BLE001  (the last stop of a headless command)
        places = "".join(traceback.format_tb(fault.__traceback__))
        sys.stderr.write(
            f"Laurel has a fault and stopped ({type(fault).__name__}). Please send us these lines:\n{places}"
        )
        return 70


if __name__ == "__main__":
    sys.exit(main())
