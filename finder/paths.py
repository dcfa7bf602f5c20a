"""The only code that knows where shipped files lie: in a checkout or inside an installed wheel."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def bundled(name: str) -> Path:
    """Return the path of a shipped file or folder, such as `data/taxonomy` or `templates`."""
    installed = _PACKAGE / "_bundled" / name
    return installed if installed.exists() else _PACKAGE.parent / name


def default_data_dir(environ: os._Environ[str] | dict[str, str] | None = None) -> Path:
    """Return the folder for databases, `$XDG_DATA_HOME/creative-community-finder`, by the XDG base directory rules."""
    env = os.environ if environ is None else environ
    base = env.get("XDG_DATA_HOME") or os.path.join(env.get("HOME") or "~", ".local", "share")  # noqa: PTH118  HOME may be unset
    return Path(base).expanduser() / "creative-community-finder"
