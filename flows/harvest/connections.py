"""Connections that know whom they talk to, and refuse private networks.

The check is made on the address that the socket is connected to, before a byte is sent: it holds after redirects and
whatever the name server says the second time.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from http.client import HTTPException
from ipaddress import ip_address
from threading import Timer
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Retry
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import HTTPResponse

from flows.errors import HarvestError

# A server that sends its headers byte by byte never meets the time limit for silence.
LONGEST_HEADERS_SECONDS = 60.0


class _KnowsItsPeer(HTTPConnection):
    """Keeps the address of the other end, for the archive, and hangs up when the headers take too long."""

    peer_address: str | None = None
    _has_hung_up = False

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        """The answer's status and headers.

        Raises:
            TimeoutError: the headers took too long; without this, headers that break off would pass for whole ones.
        """
        self._has_hung_up = False
        watchdog = Timer(LONGEST_HEADERS_SECONDS, self._hang_up)
        watchdog.daemon = True
        watchdog.start()
        try:
            response = super().getresponse()
        except (HTTPException, OSError) as broken:
            if self._has_hung_up:
                raise TimeoutError("the headers took too long") from broken
            raise
        finally:
            watchdog.cancel()
        if self._has_hung_up:
            raise TimeoutError("the headers took too long")
        return response

    def _hang_up(self) -> None:
        self._has_hung_up = True
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        self.peer_address = connected.getpeername()[0]
        return connected


class _PublicOnly(_KnowsItsPeer):
    """Refuses every peer that is not on the public internet."""

    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        if not ip_address(str(self.peer_address).partition("%")[0]).is_global:
            connected.close()
            raise HarvestError(
                f"{self.host} is {self.peer_address}, an address of a private network",
                where=self.host,
                remedy="set allow_private_addresses in the source if that is meant",
            )
        return connected


class _OpenHTTPS(HTTPSConnection, _KnowsItsPeer):
    pass


class _PublicHTTPS(HTTPSConnection, _PublicOnly):
    pass


class _OpenPool(HTTPConnectionPool):
    ConnectionCls = _KnowsItsPeer


class _OpenTLSPool(HTTPSConnectionPool):
    ConnectionCls = _OpenHTTPS


class _PublicPool(HTTPConnectionPool):
    ConnectionCls = _PublicOnly


class _PublicTLSPool(HTTPSConnectionPool):
    ConnectionCls = _PublicHTTPS


class Adapter(HTTPAdapter):
    """A requests adapter whose connections are the ones above."""

    def __init__(self, retries: Retry, *, allow_private_addresses: bool) -> None:
        self._allows_private = allow_private_addresses
        super().__init__(max_retries=retries)

    def init_poolmanager(self, *args: Any, **keywords: Any) -> None:
        """Use our connection classes in place of urllib3's own."""
        super().init_poolmanager(*args, **keywords)
        pools = (_OpenPool, _OpenTLSPool) if self._allows_private else (_PublicPool, _PublicTLSPool)
        self.poolmanager.pool_classes_by_scheme = dict(zip(("http", "https"), pools, strict=True))
