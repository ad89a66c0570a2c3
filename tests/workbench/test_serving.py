"""The review in a browser: opened, used, closed and opened again; nobody else is let in."""

from __future__ import annotations

import asyncio
import socket
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientSession, WSMsgType, WSServerHandshakeError

from tests.workbench.commands import done, refused
from tests.workbench.serving import acts, served, wait_for

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("toy_models")


async def press(page: str, keys: str, project: Path, expected: list[str]) -> None:
    """Open the page as a browser does, press keys once it is drawn, and wait for their acts."""
    root = page.partition("/?")[0]
    async with ClientSession() as session:
        shown = await session.get(page)
        assert "claim-workbench" in await shown.text()
        secret = shown.cookies.output(attrs=[], header="").strip()
        headers = {"Cookie": secret, "Origin": root}
        async with session.ws_connect(f"{root}/ws?width=120&height=36", headers=headers) as review:
            drawn = b""
            while b"decided" not in drawn:
                message = await review.receive(timeout=60)
                assert message.type is WSMsgType.BINARY
                drawn += message.data
            await review.send_json(["stdin", keys])
            await asyncio.to_thread(wait_for, project, expected)


async def test_a_review_is_opened_used_closed_and_opened_again(storm: Path) -> None:
    with served(storm) as page:
        await press(page, "x", storm, ["verdict"])
        await press(page, "u", storm, ["verdict", "undo"])
    assert acts(storm) == ["verdict", "undo"]


async def test_a_foreign_page_opens_no_review(storm: Path) -> None:
    with served(storm) as page:
        root, _, query = page.partition("/?")
        async with ClientSession() as session:
            for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
                with pytest.raises(WSServerHandshakeError) as refusal:
                    await session.ws_connect(f"{root}/ws?{query}", headers=headers)
                assert refusal.value.status == HTTPStatus.FORBIDDEN
            assert (await session.get(f"{root}/static/js/textual.js")).status == 403


def test_a_port_in_use_is_said_in_one_line(storm: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert f"port {port}: " in refused("serve", "--port", port, "--project", storm)


def test_a_project_that_is_not_there_is_not_served(storm: Path) -> None:
    refused("serve", "--project", "nowhere.db")


def test_what_is_told_of_the_pace_is_passed_on(
    storm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []

    class Server:
        address = "http://127.0.0.1"

        def __init__(self, command: list[str], _port: int) -> None:
            started.append(command)

        def run(self, _ready: object) -> None:
            """Serve nobody."""

    monkeypatch.setattr("workbench.web.server.ReviewServer", Server)
    done("serve", "--no-pace", "--project", storm)
    done("serve", "--project", storm)
    assert ["--no-pace" in command for command in started] == [True, False]
