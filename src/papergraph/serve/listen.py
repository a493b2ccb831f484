"""Listening: a socket, a server on it until a signal comes, and a graceful end."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
from typing import TYPE_CHECKING, Any

from papergraph.errors import MissingExtraError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import uvicorn
    from starlette.types import ASGIApp

_STOPPING = (signal.SIGINT, signal.SIGTERM)


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens at the address; port 0 takes any free one.

    Raises:
        StoreError: The address is not ours, or the port is taken.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        try:
            if hasattr(socket, "SO_REUSEPORT"):  # not on Windows, where REUSEADDR would let others take the port over
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(128)  # from now on clients wait instead of being refused
        except BaseException:
            listening.close()
            raise
    except (OSError, OverflowError, UnicodeError) as error:
        raise StoreError(f"cannot listen at {host} port {port}: {getattr(error, 'strerror', None) or error}") from error
    return listening


def address_of(listening: socket.socket) -> tuple[str, int]:
    """Return the host, as an address of the web writes it, and the port."""
    host, port = listening.getsockname()[:2]
    return web_host(host), port


def web_host(host: str) -> str:
    """Return a host as an address of the web writes it: `[::1]`."""
    return f"[{host}]" if ":" in host else host


def serve_http(server: uvicorn.Server, listening: socket.socket) -> None:
    """Answer until SIGINT or SIGTERM comes; requests that are being answered get a few seconds to end."""
    # The server raises the signal again once it has ended: by then there is nothing left to stop.
    with _signals(lambda *_: None):
        server.run(sockets=[listening])


def http_server(app: ASGIApp) -> uvicorn.Server:
    """Return the server of an application, not yet running.

    Raises:
        MissingExtraError: uvicorn is not installed.
    """
    try:
        import uvicorn  # noqa: PLC0415 - heavy
    except ImportError as error:
        raise MissingExtraError("papergraph serve", extra="serve") from error
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=100,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(config)


def wait_for_signal() -> None:
    """Return when SIGINT or SIGTERM comes."""
    stop = threading.Event()
    with _signals(lambda *_: stop.set()):
        while not stop.wait(0.5):  # without a limit, signals would wait too on Windows
            pass


@contextlib.contextmanager
def _signals(handler: Callable[[int, Any], None]) -> Iterator[None]:
    """Handle SIGINT and SIGTERM by a function for the length of a block; only the main thread can."""
    before = {}
    if threading.current_thread() is threading.main_thread():
        before = {number: signal.signal(number, handler) for number in _STOPPING}
    try:
        yield
    finally:
        for number, earlier in before.items():
            # None is the Java machine's own handler, which ends the process without the cleaning up.
            signal.signal(number, earlier if earlier is not None else signal.SIG_DFL)
