"""No test of this folder reaches beyond this machine, nor asks for the address of a name."""

from __future__ import annotations

import ipaddress
import socket

import pytest


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    look_up, connect = socket.getaddrinfo, socket.socket.connect

    def only_numbers(host: str, *others: object, **named: object) -> object:
        ipaddress.ip_address(host.partition("%")[0])
        return look_up(host, *others, **named)  # type: ignore[arg-type]  # handed on as it came

    def only_here(self: socket.socket, address: tuple[str, int]) -> None:
        assert ipaddress.ip_address(address[0]).is_loopback, f"a test asks {address[0]}"
        connect(self, address)

    monkeypatch.setattr(socket, "getaddrinfo", only_numbers)
    monkeypatch.setattr(socket.socket, "connect", only_here)
