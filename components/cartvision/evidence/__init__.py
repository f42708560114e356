"""What a judgement rests on: tables of one model's answers, the slices and the figures of them."""
