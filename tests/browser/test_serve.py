"""The served review in a real browser: `make test-browser` (needs Chromium, see CONTRIBUTING)."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.workbench.conftest import storm, toy_models
from tests.workbench.serving import served, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["storm", "toy_models"]

pytestmark = pytest.mark.usefixtures("toy_models")


@pytest.fixture
def page() -> Iterator[Page]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser.new_page()
        browser.close()


def drawn(page: Page) -> None:
    page.wait_for_selector("body.-first-byte .xterm-helper-textarea", state="attached")
    page.wait_for_timeout(2000)


def test_open_mark_undo_close_and_open_again(storm: Path, page: Page) -> None:
    asked, failed = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("pageerror", lambda error: failed.append(str(error)))
    with served(storm) as address:
        root = address.partition("?")[0]
        page.goto(address)
        drawn(page)
        assert page.url == root
        page.keyboard.press("x")
        wait_for(storm, ["verdict"])
        page.keyboard.press("u")
        wait_for(storm, ["verdict", "undo"])
        page.keyboard.press("q")
        page.get_by_role("button", name="Open it again").click()
        drawn(page)
        page.keyboard.press("c")
        wait_for(storm, ["verdict", "undo", "verdict"])
    assert failed == []
    assert all(url.startswith((root, "data:")) for url in asked)
