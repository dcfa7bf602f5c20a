"""Ask the API what nobody would: `python benchmarks/api_cases.py [EXAMPLES] [FOLDER] [SEED]`.

A real server with the sample answers questions that schemathesis makes up of the description: each parameter with
values that fit, at the limits and beyond, of other types, repeated, unknown, and methods that are not there; then ways
from one answer to the next.  EXAMPLES is how many for each address and phase (the usual 900 make more than 10,000
cases), FOLDER the data folder, SEED another run.  It ends with 1 where an answer is a failure of ours (5xx), or of a
status, type, header or shape that is not described.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from serve import free_port, server

_CHECKS = ("--checks", "all", "--exclude-checks", "positive_data_acceptance")
"""What fits each parameter may be refused all the same: some go together (lat and lon), some do not."""


def main(arguments: Sequence[str]) -> int:
    """Load the sample, serve it, and ask."""
    examples, folder, seed = (*arguments, *("900", "var/api-cases", "1")[len(arguments) :])
    finder = ("-m", "finder")
    # Whoever asks from the machine itself is not counted by the rate limit.
    subprocess.run([sys.executable, *finder, "demo"], env={"FINDER_DATA_DIR": folder}, check=True)
    serving = ("serve", "--workers", "2", "--data-dir", folder, "--port", str(free_port()))
    with server(*finder, *serving) as (port, _process):
        asking = ("schemathesis.cli", "run", f"http://127.0.0.1:{port}/api/v1/openapi.json")
        limits = ("--max-examples", examples, "--seed", seed, "--workers", "2", "--continue-on-failure")
        return subprocess.run([sys.executable, "-m", *asking, *_CHECKS, *limits], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
