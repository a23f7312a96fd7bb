"""English words by which a speaker is told: who can speak, and what stands between a speaker and the verb."""

from __future__ import annotations


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


SOURCES = _listed(
    """
    source sources official officials insiders insider witness witnesses eyewitness eyewitnesses analyst
    analysts expert experts observer observers critic critics aide aides diplomat diplomats resident residents
    report reports rumours rumors people person persons activist activists supporters opponents authorities
    scientists researchers economists investigators villagers locals neighbours neighbors relatives friends fans
    rebels militants protesters demonstrators survivors passengers employees workers staff doctors medics
    historians lawyers commentators lawmakers politicians senators leaders executives traders investors farmers
    soldiers commanders generals prosecutors campaigners some many others several most someone one man woman
    colleague colleagues media outlets newspapers journalists reporters soldier bystander bystanders onlookers
    study studies polls surveys engineers users customers parents students teachers nurses drivers rescuers
    firefighters paramedics detectives officers advisers advisors guests members inmates prisoners scholars
    teenagers pilots sailors fishermen miners tourists voters shoppers commuters homeowners bankers brokers
    lobbyists advocates veterans refugees migrants hackers gunmen
    """
)
SPOKES = _listed("spokesman spokeswoman spokesperson spokespeople spokesmen representative representatives")
ROLES = _listed(
    """
    president minister ministry premier chancellor king queen prince pope governor mayor senator secretary
    ambassador envoy general admiral colonel commander captain chief head director chairman chairwoman chair ceo
    founder coach manager judge prosecutor attorney lawyer police army navy military government court company
    agency commission union party council committee department embassy office kremlin administration parliament
    congress senate bank group organisation organization team club university hospital airline firm author
    writer actor actress singer producer star player striker host analyst professor doctor scientist researcher
    economist sergeant officer detective sheriff inspector coroner victim defendant suspect mother father
    brother sister son daughter wife husband family widow owner operator maker leader deputy candidate lawmaker
    mp congressman congresswoman representative regulator watchdog charity institute ministers presidents
    coordinator adviser advisor neighbour neighbor teacher student driver nurse priest bishop cardinal
    archbishop imam rabbi statement communique communiqué newspaper magazine broadcaster website channel paper
    daily outlet tabloid network producers organisers organizers
    """
)
CHANNELS = _listed(
    "statement report study communique communiqué release letter document memo filing poll survey article post tweet"
)
PRONOUNS = _listed("he she they it i we")
AUXILIARIES = _listed(
    """
    has have had also later then did does do will would recently again earlier today yesterday now once further
    repeatedly publicly himself herself themselves itself both all first just always never not even still
    initially meanwhile however since and
    """
)
BE = _listed("is are was were been be being")
TIMES = _listed(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december today yesterday morning afternoon evening night week month year
    """
)
TIME_OPENERS = _listed("on late early last this in")
SAID = _listed("said says added adds wrote writes explained replied tweeted")
FINITE = _listed("is are was were has have had will would could should may might can did does do")
BODIES = _listed("police parliament congress prosecutors authorities kremlin army navy senate")
# What opens an aside between a subject and its verb: ", for its part,", ", however,".
ASIDES = _listed("for however meanwhile though too in by on at speaking asked")
INDEFINITE = _listed("a an one some another several two three")
LEADING = _listed(
    """
    and then there so meanwhile also still even yet only but earlier later now today yesterday however
    additionally instead recently previously separately
    """
)
# Marks after which "said X" may follow what X said.
BEFORE_INVERTED = frozenset(",”\"’»'?!—–")
# Verbs that can mean nothing but speech.
PLAIN = _listed("said says denied denies insisted insists claimed claims told wrote admitted acknowledged added")
# Verbs that speak only for reports and studies.
SHOWING = _listed("indicate indicates indicated show shows showed")
DETERMINERS = _listed(
    "the a an this that these those his her its their our my your no any some each every one another such"
)
PREPOSITIONS = _listed(
    """
    of in for at from with to on by about against over under near into between among during after before since
    until amid despite like through within without across towards toward behind beside outside inside following
    concerning regarding
    """
)
AFTER_POSTPOSED = PREPOSITIONS | TIMES | _listed("via while as when who later and but")
BREAKS = _listed(
    """
    that but while as because when if whether though although than where which who whom whose or so yet nor how
    why what become became becomes be been said says told was were is are has have had will would could should
    may might can
    """
)
NOUNS_TOO = _listed(
    """
    states notes claims reports comments calls posts estimates repeats remarks forecasts answers responds voices
    urges pledges promises adds post report claim comment state reporting writing posting calling estimated
    stated reported described claimed pledged promised wanted highlights stresses observed express dismissed
    posted called
    """
)
INVERTED = _listed(
    """
    said says wrote writes added adds explained explains warned warns asked asks noted notes tweeted insisted
    joked quipped replied recalled argued announced declared remarked claimed commented concluded admitted
    confirmed stated
    """
)
