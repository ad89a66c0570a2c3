"""Only who has the secret is answered, only under the server's own name, only from its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from workbench.web.guard import guard

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SECRET = "dGhlLWZlcnJ5"
ADDRESS = "127.0.0.1:8123"
OWN = {"Host": ADDRESS}


async def hello(_: web.Request) -> web.Response:
    return web.Response(text="hello")


@pytest.fixture
async def client() -> AsyncIterator[TestClient]:
    app = web.Application(middlewares=[guard(ADDRESS, SECRET)])
    app.add_routes([web.get("/", hello)])
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_who_has_the_secret_is_let_in_and_knows_it_from_then_on(client: TestClient) -> None:
    first = await client.get("/", params={"token": SECRET}, headers=OWN)
    assert (first.status, await first.text()) == (200, "hello")
    cookie = first.cookies["workbench-8123"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    again = {**OWN, "Cookie": f"workbench-8123={SECRET}"}
    assert (await client.get("/", headers=again)).status == 200


async def test_the_page_may_load_nothing_from_elsewhere_and_is_not_kept(client: TestClient) -> None:
    page = await client.get("/", params={"token": SECRET}, headers=OWN)
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "query",
    ["", "token=", "token=x", f"token={SECRET[:-1]}", f"token={SECRET}x", "token=%FF", "token=%C3"],
)
async def test_who_lacks_it_is_refused(client: TestClient, query: str) -> None:
    refused = await client.get(f"/?{query}", headers=OWN)
    assert refused.status == 403
    assert "whole address" in await refused.text()
    assert not refused.cookies


@pytest.mark.parametrize("cookie", ["workbench-8123=x", f"workbench-99={SECRET}", "workbench-8123"])
async def test_another_cookie_is_refused(client: TestClient, cookie: str) -> None:
    assert (await client.get("/", headers={**OWN, "Cookie": cookie})).status == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8123", "localhost:8123", "[::1]"])
async def test_a_foreign_name_that_points_here_is_refused(client: TestClient, host: str) -> None:
    refused = await client.get("/", params={"token": SECRET}, headers={"Host": host})
    assert refused.status == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:8123", ""])
async def test_a_foreign_page_is_refused_even_with_the_secret(
    client: TestClient, origin: str
) -> None:
    headers = {**OWN, "Origin": origin}
    assert (await client.get("/", params={"token": SECRET}, headers=headers)).status == 403
    headers["Origin"] = f"http://{ADDRESS}"
    assert (await client.get("/", params={"token": SECRET}, headers=headers)).status == 200
