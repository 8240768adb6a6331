"""The built-in list of feeds is sound, and a list that is not is refused with its place."""

import pytest

from headway.core.errors import UnreadableFileError
from headway.core.reading import FollowedFeed, check_feed
from headway.formats import built_in
from headway.formats.suggested_feeds import read


def test_each_suggestion_can_be_followed_and_says_its_source():
    found = built_in.feeds()
    for each in found:
        check_feed(FollowedFeed(address=each.address, site=each.site))
        assert each.about.endswith(".")
        assert each.source
    assert len({each.address for each in found}) == len(found) > 5
    assert [f.title for f in found] == sorted((f.title for f in found), key=str.casefold)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b"headway-feeds/1", b"headway-feeds/9", "write format"),
        (b"about =", b"abuot =", "abuot"),
    ],
)
def test_a_list_that_is_not_sound_is_refused(old, new, problem):
    content = built_in.content_of("feeds.toml").replace(old, new, 1)
    with pytest.raises(UnreadableFileError, match=problem):
        read(content)
