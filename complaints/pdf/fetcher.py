"""A fetcher that knows the files of this folder and refuses everything else.

WeasyPrint's own fetcher opens files and addresses named by the page: one hostile sentence could read a local file.
Ours answers `asset:` names of a closed list, so a page has no way to name a file or a host at all.
"""

from __future__ import annotations

from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse

from complaints.pdf.assets import ASSETS, HERE


class OwnAssetsOnly(URLFetcher):
    """Serves ASSETS. Any other URL, of any scheme, raises ValueError: WeasyPrint then leaves the resource out."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("asset",), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ARG002
        if url not in ASSETS:
            raise ValueError("only the document's own fonts and styles are served")
        name, content_type = ASSETS[url]
        return URLFetcherResponse(url, (HERE / name).read_bytes(), {"Content-Type": content_type})
