"""A Flask app that does nothing but reply: two letters, or the bytes of a page made by another."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask, Response

app = Flask(__name__)
PAGE = Path(os.environ["BARE_PAGE"]).read_bytes()


@app.get("/")
def short() -> str:
    return "ok"


@app.get("/page")
def page() -> Response:
    return Response(PAGE, content_type="text/html; charset=utf-8", headers={"Content-Encoding": "br"})
