"""What each answer takes of the processor: `python benchmarks/answers.py [GROUPS] [FOLDER]`, after `serve.py`.

The application is asked in this process, without a server and without lines between: that is steady enough to compare
two states of the code on a machine that others use too.  Addresses are those of `benchmarks/serve.py`; best of three.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from corpus import NOW
from flask import Flask
from load import LANGUAGES
from serve import addresses, ids, kinds
from werkzeug.test import EnvironBuilder, run_wsgi_app

from finder.config import Settings
from finder.store.sqlite import SQLiteStore
from finder.web import create_app

ASKED, TIMES = 400, 3


def milliseconds(app: Flask, paths: Sequence[str], encoding: str) -> tuple[float, float]:
    """Return the milliseconds of an answer and its kilobytes; what is not 200 is an error."""
    taken, size = [], 0
    for _ in range(TIMES):
        environs = [environ(path, LANGUAGES[place % len(LANGUAGES)], encoding) for place, path in enumerate(paths)]
        begun = time.process_time()
        answers = [run_wsgi_app(app, one, buffered=True) for one in environs]
        taken.append(time.process_time() - begun)
        size = sum(len(part) for body, _, _ in answers for part in body)
        assert {status for _, status, _ in answers} == {"200 OK"}
    return min(taken) * 1000 / len(paths), size / len(paths) / 1000


def environ(path: str, language: str, encoding: str) -> dict[str, object]:
    """Return what a server would hand over."""
    headers = {"Accept-Language": language, "Accept-Encoding": encoding}
    return EnvironBuilder(path, base_url="http://127.0.0.1:8000", headers=headers).get_environ()


def main(arguments: Sequence[str]) -> None:
    """Print a line for each kind of answer."""
    count = int(arguments[0]) if arguments else 100_000
    folder = Path(arguments[1] if len(arguments) > 1 else "var/bench") / f"serve-{count}"
    with closing(SQLiteStore(folder / "finder.sqlite", read_only=True)) as store:
        asked, groups = addresses(store, ASKED), ids(store, ASKED)
    app = create_app(Settings(data_dir=folder), clock=lambda: NOW)
    print("                        ms       kB")
    for name, paths in kinds(asked, groups).items():
        taken, size = milliseconds(app, paths, "gzip" if "gzip" in name else "identity")
        print(f"{name:18} {taken:8.2f} {size:8.1f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
