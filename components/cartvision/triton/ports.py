"""The three ports of a Triton server."""

import socket
from contextlib import ExitStack
from dataclasses import dataclass

from cartvision.errors import InputError

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Ports:
    http: int
    grpc: int
    metrics: int


def reserve(*, http: int, grpc: int, metrics: int = 0) -> Ports:
    """The ports asked for, 0 standing for any free one; a taken port is an error."""
    with ExitStack() as held:
        numbers = [_bind(port, held=held) for port in (http, grpc, metrics)]
    return Ports(http=numbers[0], grpc=numbers[1], metrics=numbers[2])


def _bind(port: int, *, held: ExitStack) -> int:
    taken = held.enter_context(socket.socket())
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((HOST, port))
    except OSError as error:
        raise InputError(f"port {port} of {HOST} cannot be had ({error}); name another") from None
    return int(taken.getsockname()[1])
