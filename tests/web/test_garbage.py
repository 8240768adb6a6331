"""What the server keeps out of Python's search for values that only hold one another."""

import gc

from headway.web.garbage import MOST_YOUNG_VALUES, collect_seldom


def test_what_is_loaded_is_left_out_of_the_search_and_the_rest_searched_seldom() -> None:
    before = gc.get_threshold()
    try:
        collect_seldom()
        assert gc.get_freeze_count() > 0
        assert gc.get_threshold()[0] == MOST_YOUNG_VALUES
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
