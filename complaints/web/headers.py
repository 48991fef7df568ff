"""Strict headers on every answer, errors included, and compression of what everybody may see.

What belongs to one person is not compressed: the length of a compressed answer can give away a secret in it.
"""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, g, request

from complaints.extensions import compress
from complaints.web import context

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ALWAYS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def mark_personal() -> None:
    """This answer belongs to one person: no cache may keep it."""
    g.is_personal = True


def mark_for_one_browser() -> None:
    """This answer says nothing of a person but must not be shared: only the browser may keep it, for going back."""
    g.is_for_one_browser = True


def add_headers(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if context.settings().public_url.startswith("https://"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static" and _belongs_to_one_person(response):
        response.headers["Cache-Control"] = "no-store"
        return response
    if g.get("is_for_one_browser"):
        response.headers["Cache-Control"] = "private, no-cache"
        return response
    return compress.after_request(response)


def _belongs_to_one_person(response: Response) -> bool:
    """Marked by the view, seen by somebody signed in, or an error, which may echo what was typed."""
    return bool(g.get("is_personal")) or context.viewer().is_signed_in or response.status_code >= 400


def install(app: Flask) -> None:
    app.config.update(COMPRESS_REGISTER=False, COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_ALGORITHM_STREAMING=["br"])
    compress.init_app(app)
    app.after_request(add_headers)
