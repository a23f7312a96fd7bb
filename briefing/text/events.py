"""Words that report one kind of event: a small English thesaurus of news, so that "shot dead" meets "killed".

Verbs of speech, and words that any event takes (begin, plan, hold), are left out: they do not tell events apart.
"""

from __future__ import annotations

from functools import lru_cache

from briefing.text.tokens import stem

# One kind of event a line. A word may stand in several lines; forms of a word meet by their stems.
_GROUPS = """
kill dead death die dying fatal fatality deadly slay slain murder perish homicide manslaughter victim assassinate
shoot shot gunman gunned gun gunfire shooter rampage
arrest custody detain detention capture nab apprehend jail catch
charge indict indictment prosecute
sentence prison imprison convict conviction guilty verdict
acquit clear exonerate innocent
hit strike struck collide collision crash ram smash
injure wound hurt injury
host emcee moderate
return comeback
nominate pick choose chose choice name select appoint appointment nomination nominee tap candidate
buy bought acquire purchase acquisition takeover
sell sold sale
merge merger combine
win won beat victory triumph winner prevail
lost defeat
attack assault raid offensive
explode explosion blast detonate detonation bomb bombing
foil thwart repel prevent stop avert
suspect suspicion allege accuse blame accusation allegation
drunk drunken dui dwi intoxicate drink alcohol
earthquake quake tremor temblor seismic magnitude
fall fell plunge slip plummet tumble
launch release introduce debut start
resign quit resignation
sack dismiss oust axe dismissal
rescue save evacuate
hijack seize seizure commandeer
flee fled escape run
meet met talk meeting summit discussion negotiate negotiation hold
find discover discovery locate recover
sign agree agreement deal pact accord treaty contract
increase rise rose grow grew growth surge soar expand expansion
decrease decline cut reduce slump reduction shrink
protest demonstrate demonstration rally march riot
walkout stoppage
offer propose proposal bid
accept approve approval pass adopt endorse back
refuse veto
visit travel trip arrive arrival
elect election vote ballot poll
build built construct construction
destroy destruction demolish raze damage devastate
pledge promise vow commit commitment
deny denial refute reject
treat treatment cure
sue sued lawsuit suit
fund finance invest investment
hire recruit employ employment
cancel postpone delay scrap
ban prohibit outlaw forbid
sanction embargo
deploy send sent dispatch
withdraw withdrew withdrawal pull retreat
invade invasion incursion
fire blaze burn burnt flame
flood inundate deluge
storm hurricane cyclone typhoon
steal stole stolen theft rob robbery burglary
fight fought battle clash combat
marry married wedding wed
divorce split separate
born birth
retire retirement
strengthen deepen enhance boost reinforce bolster
weaken undermine erode
cooperate cooperation partnership collaborate collaboration alliance
support aid help assist assistance
trade export import
spy espionage surveillance
hack breach cyberattack
infect infection outbreak epidemic spread
vaccinate vaccine vaccination jab
hospitalize hospitalise admit hospital
heal recover recovery rehabilitation rehab
diagnose diagnosis ill illness sick disease
pregnant pregnancy
engage engagement propose fiancee
abduct kidnap kidnapping abduction hostage
rape molest assault abuse
smuggle smuggling traffick trafficking
bribe bribery corrupt corruption graft
fraud embezzle embezzlement launder swindle scam
appeal overturn
testify testimony witness
try trial hearing
plead plea
extradite extradition deport deportation expel expulsion
parole bail release free freed pardon amnesty
execute execution hang hung behead
fine penalty penalize penalise
escape breakout jailbreak abscond
bankrupt bankruptcy insolvent insolvency liquidate collapse
found establish start create
earn profit earnings revenue income
lose loss deficit
recall withdraw
patch fix repair update upgrade
flaw vulnerability bug defect
disrupt disruption outage sever
invent patent
inaugurate inauguration swear swore sworn oath
impeach impeachment
coup overthrow overthrew topple putsch
ceasefire truce armistice
surrender capitulate
shell bombard bombardment airstrike strike
war warfare conflict
drill exercise maneuver manoeuvre
orbit spacecraft satellite
land landing touchdown
premiere air broadcast televise
star cast role portray play
perform performance concert
award prize honor honour
replace succeed successor replacement
join sign
leave left quit exit depart departure
score goal
draw tie
trade transfer
suspend suspension bench
capsize sink sank sunk
derail derailment
landslide mudslide avalanche
erupt eruption volcano volcanic
drought famine starve starvation hunger
quarantine isolate isolation lockdown
disappear vanish missing disappearance
trap stuck strand
shake shook jolt rattle rock
search hunt seek sought manhunt
patrol guard escort
threaten threat warn warning
blockade siege besiege
mediate broker mediation
donate donation contribute contribution
close closure shut shutdown
open opening
delay suspend halt
legislate legislation law enact
lay layoff redundancy
insult mock ridicule
apologize apologise apology
confess confession admit admission
investigate investigation probe inquiry
unite reunite reunion
visit tour
migrate migration emigrate immigrate refugee
torture
riot looting loot vandalize vandalise unrest
stab stabbing knife
strangle choke suffocate drown
poison poisoning toxic
"""


@lru_cache(maxsize=1)
def _kinds() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for kind, line in enumerate(_GROUPS.split("\n")):
        for word in line.split():
            found.setdefault(stem(word), set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


def event_kinds(word_stem: str) -> frozenset[int]:
    """The kinds of event that an English stem may report; empty for most words."""
    return _kinds().get(word_stem, frozenset())
