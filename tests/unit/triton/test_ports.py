import socket

import pytest

from cartvision.errors import InputError
from cartvision.triton.ports import HOST, reserve


def test_free_ports_differ():
    ports = reserve(http=0, grpc=0)
    assert len({ports.http, ports.grpc, ports.metrics}) == 3


def test_a_taken_port_is_named():
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"port {port} of"):
            reserve(http=0, grpc=port)
