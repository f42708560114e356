import pytest

from cartvision.errors import InputError
from cartvision.triton.environment import find_environment


def test_a_missing_environment_says_how_to_make_one(tmp_path):
    with pytest.raises(InputError, match="make triton"):
        find_environment(tmp_path / ".triton")
