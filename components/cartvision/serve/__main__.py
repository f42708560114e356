"""A release → a running server, until it is told to stop."""

import logging
import signal
import tempfile
from pathlib import Path

from cartvision.flags import run
from cartvision.serve.check import check_golden_frames
from cartvision.serve.flags import ServeFlags
from cartvision.storage.store import open_store
from cartvision.triton.channels import released_on
from cartvision.triton.client import CartClient
from cartvision.triton.environment import find_environment
from cartvision.triton.ports import reserve
from cartvision.triton.release import MODELS, place_release, read_release
from cartvision.triton.server import Server, running

log = logging.getLogger(__name__)


def main(flags: ServeFlags) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # SIGTERM stops as Ctrl-C does
    environment = find_environment(flags.triton)
    store = open_store(flags.releases)
    info = read_release(store, released_on(store, flags.channel))
    ports = reserve(http=flags.http_port, grpc=flags.grpc_port)
    with tempfile.TemporaryDirectory(prefix="cartvision-serve-") as scratch:
        work = Path(scratch)
        release = place_release(store, info, fetch_to=work / "release")
        log.info("starting Triton with %s (%s)", info.name, info.precision)
        models = release / MODELS
        with running(models, environment=environment, ports=ports, work=work) as server:
            with CartClient(server.url) as client:
                count = check_golden_frames(client, release=release)
            log.info("%d golden frames answered as promised", count)
            serve(server)
    log.info("stopped")


def serve(server: Server) -> None:
    """Say that it is ready, and return when told to stop."""
    log.info("ready at grpc://%s", server.url)
    try:
        server.wait()
    except KeyboardInterrupt:
        log.info("stopping")


if __name__ == "__main__":
    run(main, ServeFlags)
