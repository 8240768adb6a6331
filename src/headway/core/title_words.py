"""The words of job titles: short forms, and what says how, where and on which product one worked."""

EXPANDED = {
    short: tuple(words.split())
    for short, words in (
        *(("sr", "senior"), ("snr", "senior"), ("jr", "junior"), ("jnr", "junior")),
        *(("assoc", "associate"), ("asst", "assistant"), ("grp", "group"), ("dir", "director")),
        *(("mgr", "manager"), ("mngr", "manager"), ("mgmt", "management"), ("tech", "technical")),
        *(("programme", "program"), ("programmes", "program"), ("programs", "program")),
        *(("vp", "vice president"), ("svp", "senior vice president"), ("po", "product owner")),
        ("evp", "executive vice president"),
        *(("i", "1"), ("ii", "2"), ("iii", "3"), ("iv", "4")),
    )
}
FILLERS = frozenset(("of", "the", "a", "an", "and"))


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that say how, where or at which grade one worked, and nothing of what the work was.
NEUTRAL = _set_of(
    "interim acting freelance contract contractor temporary permanent fixed term part full time "
    "remote hybrid onsite level grade band 2 3 4 5 6 7 8"
)
# Words before "product" that say which product, so that the role stays what it is.
DOMAINS = _set_of(
    "digital technical growth platform platforms data ai ml machine learning mobile web api apis "
    "app apps software hardware cloud saas b2b b2c b2b2c e commerce ecommerce payments payment "
    "lending banking fintech insurance health healthcare medical consumer enterprise business "
    "customer internal external core search identity security privacy analytics monetisation "
    "monetization pricing onboarding checkout marketplace logistics travel education games gaming "
    "media content video audio subscription subscriptions billing infrastructure developer tools "
    "experience it ict iot embedded robotics energy climate retail wholesale global regional "
    "international emea apac uk us european worldwide ios android new existing agile"
)
# Lines of work that turn "product" into another trade when they stand beside it.
NEAR_TRADES = _set_of("marketing design production engineering development project program")
TRADES = NEAR_TRADES | _set_of(
    "designs operations ops research sales support quality analytics finance legal communications "
    "training innovation compliance safety sourcing procurement merchandising"
)
JOBS = _set_of(
    "manager owner lead leader head director president officer chief founder cofounder ceo cto "
    "coo cfo cmo cpo engineer developer designer analyst consultant architect scientist "
    "researcher marketer strategist adviser advisor partner teacher trainer coach recruiter "
    "assistant secretary specialist coordinator administrator programmer producer writer editor "
    "lecturer tester master evangelist buyer planner supervisor intern student"
)
# Real words one slip away from "product", "project" or "manager": never mended into them.
LOOKALIKES = _set_of(
    "produce produces produced producing productive productivity reproduction projects programs "
    "conduct manage managed manages managing"
)
