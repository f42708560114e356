"""Does the server answer as the release promised?"""

from pathlib import Path

from cartvision.errors import WorkError
from cartvision.inference.comparing import difference
from cartvision.triton.client import CartClient
from cartvision.triton.golden import as_answer, read_golden


def check_golden_frames(client: CartClient, *, release: Path) -> int:
    """Ask for every golden frame; how many there were, or WorkError at the first other answer."""
    golden = read_golden(release)
    for name, jpeg, expected in golden:
        wrong = difference(client.ask(jpeg), expected=as_answer(expected))
        if not wrong.tolerable:
            raise WorkError(
                f"golden frame {name} of {release.name}: {wrong}. The server runs another "
                "model or ONNX Runtime than the release was made with; do not use it"
            )
    return len(golden)
