"""Where a listing is: gazetteer, geocoders, time zones."""

from __future__ import annotations

from collections.abc import Callable

from finder.config import Settings
from finder.places.clocks import other_clock
from finder.places.locator import Locator
from finder.places.stage import place

__all__ = ["Locator", "open_locator", "other_clock", "place"]


def _silent(_: str) -> None:
    pass


def open_locator(settings: Settings, *, progress: Callable[[str], None] = _silent) -> Locator:
    """Open the gazetteer of these settings; the first call builds it, which takes some fifteen seconds.

    With the setting `geocode_online`, places that it knows only roughly are also asked online, outside page views.

    Raises:
        StoreError: the gazetteer can neither be read nor built.
    """
    from finder.places import build  # noqa: PLC0415  a page that needs no places starts faster
    from finder.places.gazetteer import Gazetteer  # noqa: PLC0415
    from finder.places.offline import OfflineLocator  # noqa: PLC0415

    build.ensure(settings.gazetteer_path, build.shipped(), progress)
    offline = OfflineLocator(Gazetteer(settings.gazetteer_path))
    if not settings.geocode_online:
        return offline
    from finder.places.answer_cache import AnswerCache  # noqa: PLC0415  geopy is loaded when it is asked for
    from finder.places.online import OnlineLocator, geocoders  # noqa: PLC0415

    return OnlineLocator(offline, geocoders(settings), AnswerCache(settings.data_dir / "geocoders.sqlite"), progress)
