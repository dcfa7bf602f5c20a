"""Every error that a user can meet, sorted by what they can do about it.

FinderError
├── ConfigError          a setting is wrong: change it
├── InputError           what was handed in cannot be read: correct it
│   ├── NameTaken        a saved list has this name: choose another
│   └── Outdated         somebody else changed it meanwhile: look at it again
├── PlaceNotFound        no such place: pick one of the suggestions
├── SelectionNotFound    no saved list has this name
├── SourceError          one source could not be read; the others go on
│   ├── Unreachable      no answer: try again later
│   ├── Refused          robots.txt or a rule of ours forbids asking
│   ├── TooLarge         more bytes, pages or redirects than allowed
│   ├── NotACalendar     an answer that holds no listings: login page, block page, error
│   ├── Changed          a calendar in a shape that the scraper does not know
│   └── FarFewer         it lists so much less than before that it was hardly read right
├── StoreError           the database
│   ├── StoreBusy        another process is writing: wait
│   └── StoreDamaged     it cannot be read: restore a backup
└── ServeError           the web server cannot start
"""

from __future__ import annotations

from collections.abc import Sequence


class FinderError(Exception):
    """Root of the tree: its text is one clear sentence, fit to show to a user."""


class ConfigError(FinderError, ValueError):
    """A setting has a value that cannot be used."""

    def __init__(self, setting: str, why: str) -> None:
        super().__init__(f"setting {setting}: {why}")
        self.setting = setting


class InputError(FinderError, ValueError):
    """A file, line or argument that was handed in cannot be read; `parameter` names the one of an address at fault.

    `template` is the sentence as translators know it, into which `values` are put; several are told with "or".
    """

    def __init__(self, template: str, parameter: str | None = None, **values: str | Sequence[str]) -> None:
        told = {name: value if isinstance(value, str) else listed(value) for name, value in values.items()}
        super().__init__(template % told if told else template)
        self.template, self.values, self.parameter = template, values, parameter


def listed(names: Sequence[str]) -> str:
    """Return `a, b or c`."""
    return " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


class PlaceNotFound(FinderError, LookupError):
    """No place goes by this name; `suggestions` are names that come near it, or towns of it where it `is_area`."""

    def __init__(self, text: str, suggestions: tuple[str, ...] = (), *, is_area: bool = False) -> None:
        what = f"“{text}” is a whole region. Please name a town." if is_area else f"We know no place called “{text}”."
        hint = f" Did you mean {' or '.join(suggestions)}?" if suggestions else ""
        super().__init__(what + hint)
        self.text = text
        self.suggestions = suggestions
        self.is_area = is_area


class NameTaken(InputError):
    """A saved list has, or had, this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a list called “{name}” already. Please choose another name.")
        self.name = name


class Outdated(InputError):
    """What was to be changed has been changed since it was read."""

    def __init__(self) -> None:
        super().__init__("Somebody has changed this list since you opened it. Open it once more, and change it then.")


class SelectionNotFound(FinderError, LookupError):
    """No saved list goes by this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no list called “{name}”. It was removed, or its name is spelt another way.")
        self.name = name


class SourceError(FinderError):
    """One source could not be read."""


class Unreachable(SourceError, ConnectionError):
    """The source gave no usable answer; `retry_after` is in seconds when it named a time."""

    def __init__(self, why: str, retry_after: float | None = None) -> None:
        super().__init__(why)
        self.retry_after = retry_after


class Refused(SourceError, PermissionError):
    """We may not ask: robots.txt, or an address that no source may have."""


class TooLarge(SourceError):
    """The answer is larger than any calendar should be."""


class NotACalendar(SourceError, ValueError):
    """The answer holds no listings; `what` says what it is instead ("a login page")."""

    def __init__(self, what: str) -> None:
        super().__init__(f"no calendar here: this is {what}")
        self.what = what


class Changed(SourceError, ValueError):
    """The answer is a calendar, but not in the shape that `platform` is known for."""

    def __init__(self, platform: str, what: str) -> None:
        super().__init__(f"{platform} has changed its format: {what}")
        self.platform = platform


class FarFewer(SourceError):
    """A source lists less than half of what it listed: `after` coming dates where there were `before`."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__(f"only {after} coming dates where there were {before}: the old ones are kept")


class StoreError(FinderError):
    """The database cannot do what was asked."""


class StoreBusy(StoreError, TimeoutError):
    """Another process holds the write lock."""


class StoreDamaged(StoreError):
    """The database file cannot be read."""


class ServeError(FinderError, OSError):
    """The web server cannot start."""
