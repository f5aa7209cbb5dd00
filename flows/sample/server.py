"""Serves the sample site on loopback.

The site is two editions of the same eight notices. `site/edition-1` holds the first as static files;
`site/edition-2` holds only what differs and lies over it: a file replaces or adds a page, and an empty file
`<name>.gone` withdraws the page `<name>`.

The server answers for the invented host `www.lanting.gov.example` when it is used as an HTTP proxy (RFC 9112, section
3.2.2: the request line then names the whole address), and for its own loopback address when it is asked directly.
Through the proxy the addresses of the notices are the same in every run, whatever port was free.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from string import Template
from threading import Thread
from urllib.parse import unquote, urlsplit

HOST = "www.lanting.gov.example"
EDITIONS = (1, 2)
_FOLDER = Path(__file__).parent
_GONE = ".gone"
_LOOPBACK = "127.0.0.1"
_STOP_POLL_SECONDS = 0.02
# Pages named .htm come from a system that sends no charset: they must be told from what they hold.
_CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".shtml": "text/html; charset=utf-8",
    ".htm": "text/html",
    ".css": "text/css",
    ".txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site as it is sent."""

    payload: bytes
    content_type: str

    @property
    def etag(self) -> str:
        """A strong validator: the same bytes have the same one."""
        return f'"{sha256(self.payload).hexdigest()[:32]}"'


_MISSING = Page("<h1>404 您访问的页面不存在</h1>".encode(), _CONTENT_TYPES[".html"])


def edition_pages(edition: int) -> dict[str, Page]:
    """The pages of one edition by their path on the host; the page of a folder stands under the folder, too.

    Raises:
        ValueError: there is no such edition.
    """
    if edition not in EDITIONS:
        raise ValueError(f"the sample has the editions {EDITIONS}, not {edition}")
    pages: dict[str, Page] = {}
    for number in range(EDITIONS[0], edition + 1):
        folder = _FOLDER / "site" / f"edition-{number}"
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            _lay_over(pages, "/" + file.relative_to(folder).as_posix(), file)
    return pages


def _lay_over(pages: dict[str, Page], path: str, file: Path) -> None:
    if path.endswith(_GONE):
        del pages[path.removesuffix(_GONE)]
        return
    page = Page(file.read_bytes(), _CONTENT_TYPES[file.suffix])
    pages[path] = page
    if file.name == "index.html":
        pages[str(PurePosixPath(path).parent).rstrip("/") + "/"] = page


class SampleServer(ThreadingHTTPServer):
    """A server on a free port of the loopback interface; it shows one edition at a time."""

    daemon_threads = True

    def __init__(self, edition: int) -> None:
        super().__init__((_LOOPBACK, 0), _Handler)
        self.show(edition)

    def show(self, edition: int) -> None:
        """Answer with this edition from now on, at the same addresses."""
        self.pages: Mapping[str, Page] = edition_pages(edition)

    @property
    def address(self) -> str:
        """Where the server listens: the base of direct requests, and the proxy for `HOST`."""
        return f"http://{_LOOPBACK}:{self.server_port}"

    def write_source(self, target: Path) -> Path:
        """Write the source file that reads the sample through this server, and return its path."""
        template = Template((_FOLDER / "source.yaml").read_text(encoding="utf-8"))
        target.write_text(template.safe_substitute(proxy=self.address), encoding="utf-8", newline="\n")
        return target


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SampleServer

    def do_GET(self) -> None:
        """Answer with the page, with 304 where the asker has it, or with 404."""
        page = self._page()
        if page is None:
            self._answer(HTTPStatus.NOT_FOUND, _MISSING)
        elif self.headers.get("If-None-Match") == page.etag:
            self._answer(HTTPStatus.NOT_MODIFIED, Page(b"", page.content_type), page.etag)
        else:
            self._answer(HTTPStatus.OK, page, page.etag)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing: what was asked for is in the archive."""

    def _page(self) -> Page | None:
        asked = urlsplit(self.path)
        is_ours = asked.hostname in (None, HOST, _LOOPBACK)
        return self.server.pages.get(unquote(asked.path)) if is_ours else None

    def _answer(self, status: HTTPStatus, page: Page, etag: str | None = None) -> None:
        self.send_response(status)
        if etag is not None:
            self.send_header("ETag", etag)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(page.payload)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page.payload)


@contextmanager
def serve(edition: int = 1) -> Iterator[SampleServer]:
    """The sample site on loopback until the block ends.

    Raises:
        ValueError: there is no such edition.
        OSError: no port is free.
    """
    with SampleServer(edition) as server:
        thread = Thread(target=server.serve_forever, args=(_STOP_POLL_SECONDS,), name="sample site", daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
