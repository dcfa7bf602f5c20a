"""Settings: one table of name, type, default and help; file < environment < argument.

The table feeds the command line's options, `docs/settings.md` and `finder check`.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from finder.errors import ConfigError
from finder.paths import default_data_dir

_YES_NO = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


def _setting(
    default: Any,
    text: str,
    *,
    between: tuple[float, float] | None = None,
    among: tuple[str, ...] | None = None,
    like: tuple[str, Callable[[str], bool]] | None = None,
) -> Any:
    return field(default=default, metadata={"help": text, "between": between, "among": among, "like": like})


def networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the networks of a list with commas; raises ValueError at one that is none."""
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def _are_networks(text: str) -> bool:
    try:
        networks(text)
    except ValueError:
        return False
    return True


def _is_site(text: str) -> bool:
    try:
        parts = urlsplit(text)
        rest = (parts.path.strip("/"), parts.query, parts.fragment, parts.username)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return not text or (is_web and not any(rest))


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting with its default; each can be given as `FINDER_<NAME>` in the environment."""

    data_dir: Path = field(
        default_factory=default_data_dir,
        metadata={"help": "Folder for the database and the gazetteer."},
    )
    host: str = _setting("127.0.0.1", "Address on which the web server listens.")
    port: int = _setting(8000, "Port on which the web server listens.")
    workers: int = _setting(1, "Web server processes.", between=(1, 64))
    site_url: str = _setting(
        "",
        "Address at which visitors reach the site, as `https://finder.example`: links in embeds, feeds and on paper"
        " begin with it. Empty: what each request says.",
        like=("an address as https://finder.example, without a path", _is_site),
    )
    trusted_proxies: str = _setting(
        "",
        "Addresses or networks of web servers that pass requests on, as `127.0.0.1, 10.0.0.0/8`: what these say in"
        " `X-Forwarded-For`, `-Proto` and `-Host` is believed, and of no one else.",
        like=("a list of addresses or networks, as 127.0.0.1, 10.0.0.0/8", _are_networks),
    )
    site_name: str = _setting("Creative Community Finder", "Name shown at the top of each page.")
    contact: str = _setting("", "E-mail or page by which the owner of a source can reach you; sent with each request.")
    units: str = _setting(
        "auto",
        "Distances in `km` or `mi`; `auto` follows the country of the place asked for.",
        among=("auto", "km", "mi"),
    )
    language: str = _setting("en", "Language of the pages where a visitor's browser asks for none that we have.")
    manage: str = _setting(
        "auto",
        "Who may start harvests and add sources from a page: `auto` who sits at this machine, `on` every visitor,"
        " `off` nobody.",
        among=("auto", "on", "off"),
    )
    rate_limit: float = _setting(
        6.0,
        "Seconds of processor time that one address may take in a minute from each worker: some thousand answers, or"
        " a hundred feeds. 0: no limit.",
        between=(0, 60),
    )
    selections: str = _setting(
        "here",
        "Who may save a list under a name from a page: `everyone`, `here` who sits at this machine, `nobody`; who holds"
        " the key of one may change it, unless this is `nobody`.",
        among=("everyone", "here", "nobody"),
    )
    embed_ancestors: str = _setting("*", "Sites that may embed results, as in CSP frame-ancestors.")
    tiles_url: str = _setting(
        "",
        "Pictures of streets for the map, as `https://…/{z}/{x}/{y}.png`; loaded only after a visitor asks for them."
        " They come without a `Referer`.",
    )
    tiles_attribution: str = _setting("", "Who made the pictures of streets, shown on the map.")
    data_license: str = _setting(
        "",
        "Address of the licence under which other directories may use the groups; without one, the page for"
        " directories says whose the words are.",
    )
    harvest_days: int = _setting(120, "How many days ahead a harvest asks for.", between=(1, 3650))
    request_delay: float = _setting(
        1.0, "Seconds between two requests to one host, unless its robots.txt asks for more.", between=(0, 3600)
    )
    request_timeout: float = _setting(20.0, "Seconds until a request is given up.", between=(0.1, 3600))
    max_page_bytes: int = _setting(
        20_000_000, "Largest answer that is read, in bytes after decompression.", between=(1, 1_000_000_000)
    )
    max_pages: int = _setting(120, "Most pages that are asked of one source in one harvest.", between=(1, 10_000))
    allow_private_hosts: bool = _setting(
        default=False, text="Let sources lie on private and loopback addresses (for tests only)."
    )
    geocode_online: bool = _setting(
        default=False, text="Ask online geocoders for places that the gazetteer does not know."
    )

    @property
    def store_path(self) -> Path:
        """The SQLite file that holds listings and groups."""
        return self.data_dir / "finder.sqlite"

    @property
    def gazetteer_path(self) -> Path:
        """The SQLite file of place names, built once from registry packages."""
        return self.data_dir / "gazetteer.sqlite"


def load(
    arguments: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Return the settings from file, environment and arguments, the last one winning.

    The file is `finder.toml` in the folder named by `FINDER_CONFIG`, or that file itself.

    Raises:
        ConfigError: a setting is unknown in the file, or has a value of the wrong kind.
    """
    env = os.environ if environ is None else environ
    values: dict[str, Any] = {**_from_file(env.get("FINDER_CONFIG"))}
    # An empty variable counts as none, as the XDG rules have it.
    values |= {f.name: text for f in fields(Settings) if (text := env.get(f"FINDER_{f.name.upper()}"))}
    values |= {name: value for name, value in (arguments or {}).items() if value is not None}
    return Settings(**{name: _checked(name, _converted(name, value)) for name, value in values.items()})


def _from_file(where: str | None) -> dict[str, Any]:
    if not where:
        return {}
    path = Path(where) / "finder.toml" if Path(where).is_dir() else Path(where)
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError("FINDER_CONFIG", f"cannot read {path}: {error}") from error
    unknown = sorted(set(values) - {f.name for f in fields(Settings)})
    if unknown:
        raise ConfigError(unknown[0], f"there is no such setting (in {path})")
    return values


def _converted(name: str, value: Any) -> Any:
    default = getattr(_DEFAULTS, name)
    try:
        if isinstance(default, bool):
            return value if isinstance(value, bool) else _YES_NO[str(value).strip().lower()]
        if isinstance(default, Path):
            return Path(value).expanduser()
        return type(default)(value)
    except (TypeError, ValueError, KeyError) as error:
        raise ConfigError(name, f"“{value}” is not a {_KINDS[type(default)]}") from error


def _checked(name: str, value: Any) -> Any:
    rule = next(f.metadata for f in fields(Settings) if f.name == name)
    between, among, like = (rule.get(key) for key in ("between", "among", "like"))
    if between and not between[0] <= value <= between[1]:
        raise ConfigError(name, f"“{value}” is not from {between[0]:g} to {between[1]:,.0f}")
    if among and value not in among:
        raise ConfigError(name, f"“{value}” is none of {', '.join(among)}")
    if like and not like[1](value):
        raise ConfigError(name, f"“{value}” is not {like[0]}")
    return value


_KINDS = {bool: "yes or no", int: "whole number", float: "number", str: "text"}
_DEFAULTS = Settings(data_dir=Path())
