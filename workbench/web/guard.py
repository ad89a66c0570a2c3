"""Who may speak to the server: whoever has its token, from its own page, under its own name."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware

QUERY = "token"
"""The query of the address that holds the secret."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; connect-src 'self'; font-src 'self'; img-src 'self' data:;"
        " script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Nothing is fetched from elsewhere and nothing is kept; the terminal's script is eval'ed."""


def guard(address: str, secret: str) -> Middleware:
    """Return a middleware that lets through only those who know `secret`.

    `address` is the host and port that the server is reached by. Another Host would be a name that
    a foreign page made point here, another Origin a foreign page itself. A page opened with the
    secret gets it as a cookie, so that what it loads comes through as well.
    """
    cookie = f"workbench-{address.rpartition(':')[2]}"

    @web.middleware
    async def let_in(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.host != address:
            raise web.HTTPForbidden(text=f"This server answers as {address} only.\n")
        if request.headers.get("Origin", f"http://{address}") != f"http://{address}":
            raise web.HTTPForbidden(text="Requests of other pages are refused.\n")
        in_address = _same(request.query.get(QUERY, ""), secret)
        if not in_address and not _same(request.cookies.get(cookie, ""), secret):
            raise web.HTTPForbidden(text="Open the whole address that the terminal shows.\n")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_HEADERS)
            if in_address:
                response.set_cookie(cookie, secret, httponly=True, samesite="Strict", path="/")
        return response

    return let_in


def _same(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())
