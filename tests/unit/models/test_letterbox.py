import pytest
import torch

from cartvision.models.letterbox import FILL, channels_first, clip_to_frame, letterbox


@pytest.mark.parametrize(
    ("height", "width"),
    [
        pytest.param(64, 64, id="square"),
        pytest.param(48, 96, id="landscape"),
        pytest.param(200, 120, id="portrait, larger"),
        pytest.param(20, 30, id="smaller than the square"),
    ],
)
def test_a_point_of_the_frame_is_found_again_after_the_way_back(height, width):
    frames = torch.zeros(1, height, width, 3, dtype=torch.uint8)
    frames[:, height // 2 :, width // 2 :] = 255
    scaled, back = letterbox(channels_first(frames), size=64)
    lit = (scaled[0, 0] > 200).nonzero().float() + 0.5
    top, left = (lit.min(dim=0).values * back).tolist()
    assert scaled.shape == (1, 3, 64, 64)
    assert (top, left) == pytest.approx((height / 2, width / 2), abs=1.5 * float(back))


def test_what_lies_outside_the_frame_is_grey():
    scaled, _ = letterbox(torch.full((1, 3, 32, 64), 9.0), size=64)
    assert (scaled[0, :, 34:] == FILL).all()
    assert (scaled[0, :, :30] == 9).all()


def test_a_frame_of_the_right_size_is_not_touched():
    pixels = torch.rand(1, 3, 64, 64) * 255
    scaled, back = letterbox(pixels, size=64)
    assert torch.allclose(scaled, pixels, atol=1e-4)
    assert float(back) == 1


def test_fine_stripes_of_a_large_frame_become_grey_not_other_stripes():
    stripes = torch.zeros(1, 3, 640, 640)
    stripes[..., ::2] = 255
    scaled, _ = letterbox(stripes, size=64)
    assert (scaled - 127.5).abs().max() < 8


def test_boxes_are_cut_at_the_edges_of_the_frame():
    boxes = torch.tensor([[-5.0, -1.0, 50.0, 70.0]])
    clipped = clip_to_frame(boxes, torch.zeros(1, 3, 60, 40))
    assert clipped.tolist() == [[0, 0, 40, 60]]
