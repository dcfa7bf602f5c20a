"""Text that means harm, in a real browser: nothing runs, and the policy has nothing to stop."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from bloomington import KNITTERS, filled, served, website
from hostile_texts import HOSTILE_TEXTS
from playwright.sync_api import Dialog, Page

pytestmark = pytest.mark.browser


def test_no_text_of_a_listing_runs_or_loads_anything(page: Page, tmp_path: Path) -> None:
    store = filled(tmp_path)
    store.save_groups(
        "elm",
        [
            msgspec.structs.replace(
                KNITTERS, id=f"h{number}", title=text, description=text, venue=text, organizer=text, url=text, room=text
            )
            for number, text in enumerate(HOSTILE_TEXTS)
        ],
    )
    opened: list[str] = []

    def refuse(dialog: Dialog) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    with served(website(tmp_path, store)) as base:
        for address in ("/find?near=Bloomington&per_page=100", "/embed?per_page=100", "/near/bloomington-indiana"):
            page.goto(base + address)
        for number in range(0, len(HOSTILE_TEXTS), 6):
            page.goto(f"{base}/groups/h{number}")
    store.close()
    assert opened == []
