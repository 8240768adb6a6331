"""A machine that answers as a test says, on this one; fetched from only by tests."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

from headway.records.fetching import Fetcher

Answer = Callable[[bytes], bytes]


def answer(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    """An answer by HTTP/1.1 that ends with the connection."""
    lines = [f"HTTP/1.1 {status}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@contextmanager
def machine(says: Answer, tls: ssl.SSLContext | None = None) -> Iterator[tuple[int, list[bytes]]]:
    """Listens on a port; `says` makes the bytes of each answer from the request. Gives port and requests."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=_answer_all, args=(listening, says, asked, tls), daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1], asked
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def _answer_all(
    listening: socket.socket, says: Answer, asked: list[bytes], tls: ssl.SSLContext | None
) -> None:
    while True:
        try:
            connected, _address = listening.accept()
        except OSError:
            return
        connected.settimeout(5)
        try:
            with tls.wrap_socket(connected, server_side=True) if tls else connected as secured:
                asked.append(secured.recv(65536))
                secured.sendall(says(asked[-1]))
                secured.shutdown(socket.SHUT_WR)
                while secured.recv(65536):
                    pass
        except OSError:
            connected.close()


def open_fetcher(seconds: float = 5.0) -> Fetcher:
    """A fetcher that resolves every name to this machine, and may connect to it."""
    return Fetcher(
        seconds=seconds, resolve=lambda _host, _port: ["127.0.0.1"], may_connect=lambda _a: True
    )
