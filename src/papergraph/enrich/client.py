"""A polite HTTP client: paced, patient, bounded, and deaf to redirects into private networks."""

from __future__ import annotations

import ipaddress
import json
import os
import socket
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from papergraph import __version__
from papergraph.errors import PapergraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_BYTES = 20_000_000
MAX_REDIRECTS = 5
MAX_WAIT_SECONDS = 120.0
"""A service that asks for a longer pause has had enough of us for now."""

_RETRIED = frozenset({429, 500, 502, 503, 504})
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class ServiceError(PapergraphError):
    """A service cannot be reached, or answers what cannot be used. Its text never holds a key."""


class RefusedError(ServiceError):
    """The service will not answer any further request: wrong key, no credit, or a pause too long to wait for."""


@dataclass(slots=True)
class Client:
    """Asks one service. Not for use from several threads.

    Args:
        base_url: Where the service is; every request is below it.
        pause: The least time between two requests, in seconds.
        headers: Sent with every request to the service itself, and to nobody else; keys belong here.
        tries: How often a request is sent before it counts as failed.
        timeout: Seconds to wait for an answer to begin or go on, and twice that for a whole one.
        sleep: What waits.
        kept: What a service keeps for the run.
    """

    base_url: str
    pause: float
    headers: Mapping[str, str]
    tries: int = 4
    timeout: float = 20.0
    sleep: Callable[[float], None] = time.sleep
    kept: dict[str, Any] = field(default_factory=dict)
    _last: float = 0.0

    def get_json(self, path: str, parameters: Mapping[str, str]) -> Any:
        """Return the JSON of an answer, or None where the service has nothing (404).

        Raises:
            RefusedError: It will not answer any more.
            ServiceError: It did not answer this request in any of the tries.
        """
        body = self.get(path, parameters)
        if body is None:
            return None
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise ServiceError(f"{self._host()} answered what is no JSON") from error

    def get(self, path: str, parameters: Mapping[str, str]) -> bytes | None:
        """Return the body of an answer, or None where the service has nothing (404). Raises as `get_json`."""
        reason = "no answer"
        for attempt in range(self.tries):
            self._pace()
            wait = 2.0**attempt
            try:
                status, told, body = self._ask(path, parameters)
            except OSError as error:  # requests' errors are among them
                reason = _without_address(error)
            else:
                if status == 200:
                    return body
                if status == 404:
                    return None
                if status in (401, 403):
                    raise RefusedError(f"{self._host()} refuses (HTTP {status}): is the key right?")
                reason = f"HTTP {status}"
                if status not in _RETRIED:
                    break
                wait = max(wait, told)
                if wait > MAX_WAIT_SECONDS:
                    raise RefusedError(f"{self._host()} asks to wait {wait:.0f} seconds; try again later")
            if attempt + 1 < self.tries:
                self.sleep(wait)
        raise ServiceError(f"{self._host()}: {reason}")

    def _ask(self, path: str, parameters: Mapping[str, str]) -> tuple[int, float, bytes]:
        import requests  # noqa: PLC0415 - only when a service is asked

        url = self.base_url.rstrip("/") + path
        query: Mapping[str, str] | None = parameters
        with requests.Session() as session:
            for _ in range(MAX_REDIRECTS):
                own = urlsplit(url)[:2] == urlsplit(self.base_url)[:2]
                headers = {"User-Agent": user_agent(), "Accept": "application/json, */*"}
                headers |= dict(self.headers) if own else {}
                with session.get(
                    url, params=query, headers=headers, timeout=self.timeout, stream=True, allow_redirects=False
                ) as answer:
                    if answer.is_redirect:
                        url, query = self._redirected(url, answer.headers["location"]), None
                        continue
                    return answer.status_code, retry_after(answer.headers.get("Retry-After")), self._body(answer)
        raise ServiceError(f"{self._host()} redirects without end")

    def _redirected(self, url: str, location: str) -> str:
        target = urljoin(url, location)
        parts = urlsplit(target)
        if parts.scheme not in ("http", "https") or (parts.scheme == "http" and url.startswith("https:")):
            raise ServiceError(f"{self._host()} redirects to an address that is not safe")
        if parts[:2] != urlsplit(self.base_url)[:2] and is_private(parts.hostname or ""):
            raise ServiceError(f"{self._host()} redirects to a private address")
        return target

    def _body(self, answer: Any) -> bytes:
        end = time.monotonic() + 2 * self.timeout
        parts, size = [], 0
        for part in answer.iter_content(1 << 16):
            parts.append(part)
            size += len(part)
            if size > MAX_BYTES:
                raise ServiceError(f"{self._host()} answers more than {MAX_BYTES // 1_000_000} MB")
            if time.monotonic() > end:
                raise OSError("the answer came too slowly")
        return b"".join(parts)

    def _pace(self) -> None:
        wait = self._last + self.pause - time.monotonic()
        if wait > 0:
            self.sleep(wait)
        self._last = time.monotonic()

    def _host(self) -> str:
        return urlsplit(self.base_url).hostname or "the service"


def user_agent() -> str:
    """Return what we call ourselves, with the contact that the user has set in PAPERGRAPH_CONTACT."""
    contact = "".join(c for c in os.environ.get("PAPERGRAPH_CONTACT", "") if c.isprintable() and c.isascii())
    return f"papergraph/{__version__}" + (f" (mailto:{contact})" if contact else "")


def retry_after(value: str | None) -> float:
    """Return the seconds that a Retry-After header asks for: a number or a date; 0 for none or nonsense."""
    if value is None:
        return 0.0
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def is_private(host: str) -> bool:
    """Tell whether a host is, or may resolve to, an address that is not of the public internet."""
    try:
        addresses = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
    except OSError:
        return True
    return not all(_is_public(ipaddress.ip_address(address.partition("%")[0])) for address in addresses)


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        # What a gateway would turn into an IPv4 address counts as that address.
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner)
    return address.is_global and not address.is_multicast


def _without_address(error: Exception) -> str:
    """Return what went wrong without the URL, which may hold a key."""
    return type(error).__name__ if "http" in str(error).lower() else (str(error) or type(error).__name__)
