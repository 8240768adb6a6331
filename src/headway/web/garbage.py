"""How seldom Python looks for values that only hold one another."""

import gc

# Of values made and not yet ended; Python's own limit is 700.
MOST_YOUNG_VALUES = 50_000


def collect_seldom() -> None:
    """What is loaded stays for good, and the values of a page end with it by themselves.

    A page over ten years makes tens of thousands of them. To look through these every 700, and now and
    then through all of Django, took a fifth of what such a page costs, and in some twice as much.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(MOST_YOUNG_VALUES, 10, 10)
