import torch
from torch import nn

from cartvision.training.average import MovingAverage

DECAY = 0.9


class Counting(nn.Module):
    """A weight, a norm of something that hardly varies, and a number that must stay whole."""

    places: torch.Tensor

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(1))
        self.norm = nn.BatchNorm1d(1, momentum=1.0)
        self.register_buffer("places", torch.tensor([3, 7]))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.norm(x * 1e-4 + self.weight)


def stepped(steps: int) -> tuple[MovingAverage, Counting]:
    """The weight goes up by one a step, and the norm's mean with it."""
    model, average = Counting().train(), MovingAverage(DECAY)
    x = torch.linspace(-1, 1, 8)[:, None]
    model(x)
    average.on_train_begin(None, None, None, model=model)
    for _ in range(steps):
        model.weight.data += 1
        model(x)
        average.on_step_end(None, None, None, model=model)
    return average, model


def test_statistics_of_norms_are_averaged_as_the_weights_are():
    average, model = stepped(30)
    averaged = average.model(model)
    assert averaged.weight.item() < model.weight.item() - 5
    assert torch.allclose(averaged.norm.running_mean, averaged.weight, atol=1e-3)
    with torch.no_grad():
        assert averaged(torch.zeros(4, 1)).abs().max() < 1


def test_what_is_a_number_and_no_measure_stays_as_it_is():
    average, model = stepped(5)
    averaged = average.model(model)
    assert averaged.places.tolist() == [3, 7]
    assert averaged.norm.num_batches_tracked == model.norm.num_batches_tracked


def test_a_kept_average_goes_on_where_it_was():
    average, model = stepped(5)
    again = MovingAverage(DECAY)
    again.on_train_begin(None, None, None, model=Counting())
    again.load(average.state())
    for ours, theirs in zip(
        again.model(model).state_dict().values(),
        average.model(model).state_dict().values(),
        strict=True,
    ):
        assert torch.equal(ours, theirs)
