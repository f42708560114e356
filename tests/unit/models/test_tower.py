import torch

from cartvision.models.detectors.tower import Tower


def test_levels_are_answered_as_they_were_learnt_however_they_differ():
    torch.manual_seed(0)
    tower = Tower(8, depth=2, levels=2)
    fine, coarse = torch.randn(4, 8, 16, 16), 5 + 3 * torch.randn(4, 8, 4, 4)
    for _ in range(100):
        learnt = [tower(x, level=level) for level, x in enumerate((fine, coarse))]
    tower.eval()
    answered = [tower(x, level=level) for level, x in enumerate((fine, coarse))]
    for one, other in zip(learnt, answered, strict=True):
        assert torch.allclose(one, other, atol=0.05)


def test_the_convolutions_are_shared_and_the_norms_are_not():
    names = dict(Tower(8, depth=2, levels=3).named_parameters())
    assert sum("convolutions" in name for name in names) == 2
    assert sum("norms" in name for name in names) == 2 * 3 * 2
