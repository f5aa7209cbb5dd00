"""One page over HTTP: politely, completely, and with everything that went wrong in words.

A fetch never raises for what a server or network does: it returns a `Visit`, which is a failure where `error` is set.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urljoin

import requests
from requests import Response, Session
from urllib3 import Retry
from urllib3 import exceptions as urllib3_errors

from flows.archive import Visit
from flows.archive.entry import GONE_STATUSES, Headers, Role, Truncation
from flows.errors import HarvestError
from flows.harvest.addresses import clean_url, host_of
from flows.harvest.connections import Adapter
from flows.harvest.pace import HostPacer
from flows.harvest.sources import Source

_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_RETRIED_STATUSES = (429, 500, 502, 503, 504)
_LONGEST_RETRY_AFTER_SECONDS = 300
_MOST_REDIRECTS = 10
_STEP_BYTES = 64 * 1024

_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (requests.exceptions.SSLError, "the TLS certificate or connection is not valid"),
    (requests.exceptions.ConnectTimeout, "no connection within the time limit"),
    (requests.exceptions.ReadTimeout, "no answer within the time limit"),
    (requests.exceptions.ContentDecodingError, "the body cannot be decompressed"),
    (requests.exceptions.RetryError, "too many attempts"),
    (requests.exceptions.InvalidSchema, "redirected to an address that is not of the web"),
    (urllib3_errors.NameResolutionError, "the host name is not known"),
    (urllib3_errors.ConnectTimeoutError, "no connection within the time limit"),
    (urllib3_errors.NewConnectionError, "no connection can be made"),
    (urllib3_errors.ReadTimeoutError, "no answer within the time limit"),
    (urllib3_errors.DecodeError, "the body cannot be decompressed"),
    (urllib3_errors.SSLError, "the TLS certificate or connection is not valid"),
    (urllib3_errors.ProtocolError, "the answer breaks off or is no HTTP"),
    (requests.exceptions.ConnectionError, "the connection failed"),
)
_CAUGHT = (requests.RequestException, urllib3_errors.HTTPError, HarvestError, OSError, ValueError)


class Fetcher:
    """Asks one source's hosts for pages.

    Args:
        source: whose politeness and permissions hold.
        clock: the time that captures are stamped with, whole seconds.
        pacer: shared by all sources of a process, so that two sources on one host queue up.
    """

    def __init__(self, source: Source, clock: Callable[[], datetime], pacer: HostPacer) -> None:
        self._source = source
        self._politeness = source.politeness
        self._clock = clock
        self._pacer = pacer
        self._session = _session(source)

    @property
    def user_agent(self) -> str:
        """Who we say we are."""
        return str(self._session.headers["User-Agent"])

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def fetch(
        self,
        url: str,
        role: Role,
        allow: Callable[[str], float] | None = None,
        known: dict[str, str] | None = None,
    ) -> Visit:
        """Ask for a page, following redirects; what comes and what fails is in the visit.

        Args:
            url: in the form that `clean_url` gives.
            role: what the page is to us.
            allow: gives the delay that a host asks for and raises HarvestError where the page is forbidden.
            known: headers of the page as we have it: only what changed since is asked for.
        """
        for attempt in range(self._politeness.retries + 1):
            visit = self._attempt(url, role, allow or _no_rules, _conditions(known or {}))
            if visit.truncated != "disconnect":
                break
            if attempt < self._politeness.retries:
                time.sleep(self._politeness.backoff_seconds * 2**attempt)
        return visit

    def _attempt(self, url: str, role: Role, allow: Callable[[str], float], conditions: dict[str, str]) -> Visit:
        visit = Visit(
            url=url, source_id=self._source.id, role=role, fetched_at=self._clock(), charset=self._source.encoding
        )
        try:
            return self._follow(visit, allow, conditions)
        except _CAUGHT as error:
            return replace(visit, error=_reason(error))

    def _follow(self, visit: Visit, allow: Callable[[str], float], conditions: dict[str, str]) -> Visit:
        address = visit.url
        for _ in range(_MOST_REDIRECTS + 1):
            self._pacer.wait(host_of(address), max(self._politeness.delay_seconds, allow(address)))
            with self._session.get(
                address,
                headers=conditions,
                stream=True,
                timeout=self._politeness.timeout_seconds,
                allow_redirects=False,
            ) as response:
                target = self._session.get_redirect_target(response)
                if target is None:
                    return self._read(replace(visit, final_url=address), response, bool(conditions))
                hop = (address, response.status_code, _headers(response))
                visit = replace(visit, redirects=(*visit.redirects, hop))
            address = clean_url(urljoin(address, target))
        return replace(visit, error=f"the redirects do not end (more than {_MOST_REDIRECTS})")

    def _read(self, visit: Visit, response: Response, is_conditional: bool) -> Visit:
        """The visit with the answer: status, headers, body, and what is wrong with them."""
        visit = replace(
            visit,
            http_status=response.status_code,
            reason=response.reason or "",
            headers=_headers(response),
            ip_address=getattr(response.raw.connection, "peer_address", None),
            request_headers=_request_headers(response),
        )
        if response.status_code == 304:
            return visit if is_conditional else replace(visit, error="HTTP 304 though nothing was known")
        payload, truncated, error = self._body(response)
        error = error or _status_error(response.status_code)
        return replace(visit, payload=payload, truncated=truncated, error=error)

    def _body(self, response: Response) -> tuple[bytes, Truncation | None, str | None]:
        """The body with its content-coding undone, as far as it came, and why it ended early."""
        parts: list[bytes] = []
        size = 0
        deadline = time.monotonic() + self._politeness.deadline_seconds
        try:
            while part := response.raw.read1(_STEP_BYTES, decode_content=True):
                parts.append(part)
                size += len(part)
                if size > self._politeness.max_bytes:
                    return b"".join(parts), "length", f"the body is larger than {self._politeness.max_bytes} bytes"
                if time.monotonic() > deadline:
                    seconds = self._politeness.deadline_seconds
                    return b"".join(parts), "time", f"the body took longer than {seconds:g} seconds"
        except _CAUGHT as error:
            return b"".join(parts), "disconnect", f"{_reason(error)} after {size} bytes"
        if not parts and response.status_code == 200 and not _announces_an_empty_body(response):
            return b"", "disconnect", "the answer breaks off before its body"
        return b"".join(parts), None, None


def _session(source: Source) -> Session:
    politeness = source.politeness
    retries = Retry(
        total=politeness.retries,
        redirect=False,
        status_forcelist=_RETRIED_STATUSES,
        allowed_methods=("GET",),
        backoff_factor=politeness.backoff_seconds,
        backoff_jitter=politeness.backoff_seconds / 2,
        raise_on_status=False,
        retry_after_max=_LONGEST_RETRY_AFTER_SECONDS,
    )
    session = Session()
    # Neither proxies nor passwords from the environment: a proxy would undo the check for private addresses.
    session.trust_env = False
    if source.proxy is not None:
        session.proxies = {"http": source.proxy, "https": source.proxy}
    adapter = Adapter(retries, allow_private_addresses=source.allow_private_addresses)
    for scheme in ("http://", "https://"):
        session.mount(scheme, adapter)
    contact = f"; {politeness.contact}" if politeness.contact else ""
    session.headers.update({"User-Agent": f"zhenggai/{_version()} (open data harvester{contact})", "Accept": _ACCEPT})
    return session


def _conditions(known: dict[str, str]) -> dict[str, str]:
    """The headers of a conditional request; values that no header can carry are left out."""
    wanted = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("last-modified")}
    return {name: value for name, value in wanted.items() if value and value.isascii() and value.isprintable()}


def _status_error(status: int) -> str | None:
    """Why a status is a failure; a page that is gone is an answer like any other."""
    return None if status in (200, 203) or status in GONE_STATUSES else f"HTTP {status}"


def _reason(error: Exception) -> str:
    """What went wrong in words that are the same each time: no object addresses, no ports."""
    if isinstance(error, HarvestError):
        return error.what
    inner = error.args[0] if error.args else None
    cause = getattr(inner, "reason", inner)
    error = cause if isinstance(cause, Exception) else error
    known = next((words for kind, words in _REASONS if isinstance(error, kind)), None)
    return known or f"{type(error).__name__}: {error}"


def _announces_an_empty_body(response: Response) -> bool:
    """Whether a body of no bytes is meant; without a length it is a connection that broke among the headers."""
    return "Content-Length" in response.headers or "Transfer-Encoding" in response.headers


def _headers(response: Response) -> Headers:
    return tuple(response.raw.headers.iteritems())


def _request_headers(response: Response) -> Headers:
    sent = {"Host": host_of(response.request.url or "")} | dict(response.request.headers)
    return tuple((name, value if isinstance(value, str) else value.decode("latin-1")) for name, value in sent.items())


def _no_rules(address: str) -> float:
    return 0.0


def _version() -> str:
    with suppress(PackageNotFoundError):
        return version("zhenggai")
    return "0"
