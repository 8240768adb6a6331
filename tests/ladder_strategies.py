"""Ladders as hypothesis thinks them up: sound in their references, hostile in their texts."""

from hypothesis import strategies as st

from headway.core.ladder import (
    Area,
    Behaviour,
    Competency,
    Ladder,
    Level,
    Responsibility,
    Role,
    slugify,
)

# What a spreadsheet would run, what YAML, CSV or Markdown would take for its own, and what breaks lines.
HOSTILE = st.sampled_from(
    [
        *(
            "no",
            "Yes",
            "1e3",
            "null",
            "0x1F",
            "3 k",
            "2027-01-01",
            "on-call",
            "e-commerce",
            "C++ k",
        ),
        *("a: b", "# head", "- bullet", "* star", "1. first", "=1+1", "@SUM(A1)", "+x", "-5 k"),
        *(
            "'k'",
            '"k"',
            "a, b",
            "a; b",
            "a | b",
            "tab\tk",
            "line\nbreak",
            "🚀 Ship",
            "• dot",
            "x • y",
        ),
        *("<b>k</b>", "\\n k", "{k}: [v]", "&k *k", "!k", "%k", "`k`", "~ k", "--- k", "k:"),
        *("Über uns", "雪 k", "\ufeffk", "k\u2028z"),
    ]
)
WORDS = st.text("abcdäéßж09", min_size=1, max_size=7).map(lambda word: f"{word}k")
PHRASES = st.lists(WORDS | HOSTILE, min_size=1, max_size=4).map(" ".join)
TEXTS = PHRASES | st.sampled_from(["", "TBD", "n/a", "-", "Not defined", "None"])


def unique(names: st.SearchStrategy[str], least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(
        names.filter(slugify), min_size=least, max_size=most, unique_by=lambda n: slugify(n)
    )


@st.composite
def ladders(draw: st.DrawFn, least_acts: int = 0) -> Ladder:
    """Ladders of up to four levels, five competencies in areas that stand together, and four roles."""
    levels = draw(unique(PHRASES | st.sampled_from(["12"]), 1, 4))
    # One word with hyphens is taken for an identifier where an area stands.
    areas = draw(unique(PHRASES.map(lambda phrase: f"On {phrase}"), 1, 3))
    names = draw(unique(PHRASES, 1, 5))
    acts = st.lists(TEXTS, min_size=least_acts, max_size=3)
    competencies = tuple(
        Competency(
            slug=slugify(name),
            name=name,
            area=slugify(areas[min(number, len(areas) - 1)]),
            kind=draw(st.sampled_from(["technical", "soft"])),
            definition=draw(TEXTS),
            boundary=draw(TEXTS),
            behaviours=tuple(
                Behaviour(level=level, act=act, evidence=draw(TEXTS), audience="executives")
                for level in range(len(levels) + 1)
                for act in draw(acts)
            ),
        )
        for number, name in enumerate(names)
    )
    slugs = [competency.slug for competency in competencies]
    titles = draw(unique(PHRASES, 1, 4))
    return Ladder(
        format="headway-ladder/1",
        slug="ours",
        version="3",
        title=draw(PHRASES.filter(slugify)),
        language="en-GB",
        licence="CC0-1.0",
        note=draw(TEXTS),
        levels=(
            Level(number=0, name="Nothing", meaning="Nobody saw it."),
            *(Level(number=n, name=name, meaning=draw(TEXTS)) for n, name in enumerate(levels, 1)),
        ),
        areas=tuple(Area(slug=slugify(a), name=a) for a in areas[: len(names)]),
        competencies=competencies,
        roles=tuple(
            draw(_roles(title, slugs, len(levels), titles, least=not number))
            for number, title in enumerate(titles)
        ),
    )


def _roles(
    title: str, slugs: list[str], top: int, titles: list[str], *, least: int
) -> st.SearchStrategy[Role]:
    """Roles that expect `least` levels above none or more."""
    both = st.sampled_from([("individual",), ("management",), ("individual", "management")])
    duty = st.builds(
        lambda text: Responsibility(slug=f"{slugify(title)}-{slugify(text)}", text=text), TEXTS
    )
    return st.builds(
        Role,
        slug=st.just(slugify(title)),
        title=st.just(title),
        stage=st.just("mid"),
        tracks=both,
        scope=TEXTS,
        theme=TEXTS,
        expected=st.dictionaries(
            st.sampled_from(slugs), st.integers(min(least, 1), top), min_size=least
        ),
        next_roles=st.lists(st.sampled_from(titles).map(slugify), max_size=1).map(tuple),
        responsibilities=st.lists(duty, max_size=2, unique_by=lambda d: d.slug).map(tuple),
    )
