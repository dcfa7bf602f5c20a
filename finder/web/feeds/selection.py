"""The groups that a feed holds: those that the find page would show for the same parameters, page after page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from babel import Locale
from flask import Request, url_for

from finder.listing import Group, Record
from finder.saved import SavedSelection
from finder.search.query import Hit
from finder.web import asking
from finder.web.asking import Params
from finder.web.backend import Backend
from finder.web.form import Form
from finder.web.language import _

_MOST = 500
_PAGE = 100


class Selection(Record, frozen=True, kw_only=True):
    """What was asked for, and what was found.

    `page` is the address of the same search for people, `feed` that of the feed, and `group_page` what comes before the
    id in the address of a group's page.  `changes` are the numbers of the groups' last changes (`Store.last_changes`).
    `now` is the moment of asking.
    """

    title: str
    site: str
    page: str
    feed: str
    group_page: str
    hits: tuple[Hit, ...]
    changes: dict[str, int]
    now: datetime

    def page_of(self, group: Group) -> str:
        """Return the address of the group's page."""
        return f"{self.group_page}{group.id}"

    def changed(self, group: Group) -> datetime:
        """Return when the group last changed: that it was seen again is no news to readers of a feed."""
        number = self.changes.get(group.id or "")
        return datetime.fromtimestamp(number // 1_000_000, UTC) if number else self.now

    @property
    def last_changed(self) -> datetime:
        """The moment at which any of it last changed; the beginning of the day of asking where nothing was found."""
        today = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        return max((self.changed(hit.group) for hit in self.hits), default=today)


def selected(request: Request, backend: Backend, locale: Locale) -> Selection:
    """Return what the parameters of a request ask for.

    Raises:
        InputError, PlaceNotFound, StoreError: as `asking.answer`.
    """
    asking.check(request)
    params = asking.params_of(request)
    found = hits(backend, params)
    return Selection(
        title=title(params, locale, asking.saved(backend, params)),
        site=backend.settings.site_name,
        page=asking.address(url_for("pages.find", _external=True), params),
        feed=request.url,
        group_page=url_for("pages.group", group_id="", _external=True),
        hits=found,
        changes=backend.store.last_changes([hit.group.id or "" for hit in found]),
        now=backend.now(),
    )


def hits(backend: Backend, params: Params) -> tuple[Hit, ...]:
    """Return all that is found, a few hundred at most.

    Raises:
        InputError, PlaceNotFound, StoreError: as `asking.answer`.
    """
    wanted = asking.changed(params, {"per_page": str(_PAGE)})
    return tuple(islice(_pages(backend, wanted), _MOST))


def title(params: Params, locale: Locale, saved: SavedSelection | None = None) -> str:
    """Return what was asked for in a line: "Creative groups: near Bloomington, Crafts", or as it was called when saved.

    What was asked for beside a saved selection stands behind its title.
    """
    asked = [chip.label for chip in Form(params, locale).chips("")]
    if saved:
        return ", ".join([saved.title, *asked])
    return _("Creative groups: %(what)s", what=", ".join(asked)) if asked else _("Creative groups")


def _pages(backend: Backend, params: Params) -> Iterator[Hit]:
    with backend.store.snapshot():
        while True:
            answer = asking.answer(backend, params, with_hints=False)
            yield from answer.hits
            if answer.later is None:
                return
            params = params | {"after": [answer.later]}
