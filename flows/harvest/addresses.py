"""Addresses of pages: brought into one form, so that one page has one address."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin, urlsplit

from requests import PreparedRequest
from requests.exceptions import RequestException

# What browsers strip from an address wherever it stands (WHATWG URL, 4.4): "http://x/\r\npost.html".
_LINE_BREAKS = re.compile(r"[\t\r\n]")
_CONTROLS = re.compile(r"[\x00-\x20\x7f]+")


def clean_url(address: str, base: str = "") -> str:
    """The address as it is asked for: absolute, percent-encoded, host in lower case and IDNA, no fragment.

    Raises:
        ValueError: it is no address of the web.
    """
    stripped = _LINE_BREAKS.sub("", address).strip("\x00\x0b\x0c ")
    joined = urldefrag(urljoin(base, stripped)).url
    if urlsplit(joined).scheme.lower() not in ("http", "https"):
        raise ValueError(f"not an http or https address: {ascii(address)}")
    request = PreparedRequest()
    try:
        request.prepare_url(_CONTROLS.sub(_percent_encoded, joined), None)
    except (RequestException, UnicodeError) as error:
        raise ValueError(f"not an address: {ascii(address)}") from error
    return request.url or ""


def host_of(address: str) -> str:
    """Host and port: what delays and robots.txt belong to."""
    return urlsplit(address).netloc.lower()


def robots_address(address: str) -> str:
    """Where the robots.txt for a page stands (RFC 9309, section 2.3)."""
    return urljoin(address, "/robots.txt")


def _percent_encoded(match: re.Match[str]) -> str:
    return "".join(f"%{ord(character):02X}" for character in match[0])
