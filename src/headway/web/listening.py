"""Listening for browsers: a port that is free, a server at it, and whether it answers yet."""

import errno
import multiprocessing
import os
import signal
import socket
from collections.abc import Callable
from threading import Thread
from time import sleep
from typing import Any

from headway.core.errors import InvalidInputError

LOOPBACK = "127.0.0.1"
# Enough that a page and its style sheets come at once; planning uses one core anyway.
THREADS = 4
WAIT_FOR_START_SECONDS = 30.0
POLL_SECONDS = 0.1
WATCH_SECONDS = 0.5
WAIT_FOR_END_SECONDS = 5.0


def make_server(
    target: str, address: str, port: int, *, threads: int = THREADS, **options: Any
) -> Any:
    """A server of one process for the WSGI application that `target` names; it logs nothing."""
    from granian.constants import HTTPModes, Interfaces
    from granian.server import Server

    return Server(
        target,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
        **options,
    )


def find_port(port: int, address: str = LOOPBACK, option: str = "--port") -> int:
    """`port` if it is free, any free one for 0; raises InvalidInputError with what to do else."""
    with socket.socket(_family(address)) as probe:
        if os.name == "posix":
            # Else the connections of a server that just ended would keep its port for a minute.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OverflowError:
            raise InvalidInputError(f"{port} is no port; choose one from 1024 to 65535.") from None
        except OSError as error:
            raise InvalidInputError(_why_not(port, address, option, error)) from None
        return int(probe.getsockname()[1])


def _why_not(port: int, address: str, option: str, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use, perhaps by another Headway; try {option} {port + 1}" + (
            " or --port 0." if option == "--port" else "."
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{address} is no address of this machine; give one of its own, or its name."
    return f"Port {port} can't be used: {os.strerror(error.errno or 0)}. Try another {option}."


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def stop_with_the_terminal(stop: Callable[..., None]) -> None:
    """Closing the terminal ends the server; granian would start its worker anew instead."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, stop)


def end_with_the_parent() -> None:
    """Ends this process soon after the one that started it is gone, however that went.

    A worker whose server was killed would hold the port, and answer on, for nobody.
    """
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            sleep(WATCH_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)
        sleep(WAIT_FOR_END_SECONDS)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def start_beside_the_worker(thread: Thread, on_startup: Callable[..., object]) -> None:
    """Starts `thread` once the worker's process has begun.

    A thread from before a fork could hold a lock at that moment, and the worker, who gets a copy of
    it held, would wait for ever.
    """
    if multiprocessing.get_start_method() == "fork":
        os.register_at_fork(after_in_parent=thread.start)
    else:
        on_startup(thread.start)


def answers(port: int, address: str = LOOPBACK, goes_on: Callable[[], bool] = lambda: True) -> bool:
    """Whether the worker, which starts in a process of its own, answers soon, while that `goes_on`."""
    for _attempt in range(int(WAIT_FOR_START_SECONDS / POLL_SECONDS)):
        if not goes_on():
            return False
        try:
            socket.create_connection((address, port), timeout=1).close()
        except OSError:
            sleep(POLL_SECONDS)
        else:
            return True
    return False
