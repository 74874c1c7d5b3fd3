"""A model that training does not change, near the score that the labels of two cities first led to."""

from streams.core.dedupe.model import Bounds, Model, binned, linear

MODEL = Model(
    bias=-1.36,
    join_from=-0.75,
    ask_from=-2.25,
    weights=(
        linear("same_category", 1.37),
        linear("same_family", 0.45),
        linear("private", -2.5),
        linear("apart_in_spreads", -1.6),
        linear("closer", -1.03),
        linear("gap_in_lasts", -0.23),
        binned("text", (0.05, 0.15, 0.3, 0.5, 0.75), (-0.61, -0.02, 0.47, 0.54, 0.98, 0.74)),
        linear("same_photo", 3.0),
        linear("same_voice", 1.2),
    ),
    bounds=Bounds(),
)
