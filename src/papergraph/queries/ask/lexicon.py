"""The English that `ask` knows: words for types, relations, order and the like. Data, no logic.

Phrases are folded words (`papergraph.text.fold_words`) joined by spaces. The longest phrase wins.
"""

from __future__ import annotations

import re
from typing import Final


def _spread(**groups: str) -> dict[str, str]:
    """Turn `name="one; two words"` into {"one": "name", "two words": "name"}."""
    return {phrase.strip(): name for name, text in groups.items() for phrase in text.split(";") if phrase.strip()}


TYPES: Final = _spread(
    Paper="paper; papers; article; articles; publication; publications; study; studies; works; work; research; "
    "preprint; preprints; abstracts; follow up work; follow up works; follow up papers; followup work; "
    "follow up studies; subsequent work; subsequent papers; later work; literature; manuscripts",
    Model="model; models; language models; large language models; pre trained models; pretrained models; llms; "
    "pretrained language models; pre trained language models; neural models; language model; large "
    "language model; llm",
    Dataset="dataset; datasets; data set; data sets; corpus; corpora; benchmark; benchmarks; treebank; treebanks; "
    "test set; test sets; training data; evaluation sets; data; collection; collections; benchmark "
    "datasets; evaluation datasets; evaluation benchmarks; resources; resource",
    Method="method; methods; technique; techniques; approach; approaches; algorithm; algorithms; architecture; "
    "architectures; strategy; strategies",
    Task="task; tasks; problem; problems; application; applications; nlp task; nlp tasks; downstream tasks",
    Language="language; languages; dialect; dialects; tongue; tongues; natural languages; human languages",
    LanguageGroup="language group; language groups; groups of languages",
    Family="language family; language families; families of languages; family; families",
    Author="author; authors; researcher; researchers; people; person; scientist; scientists",
    Venue="venue; venues; conference; conferences; journal; journals; workshop; workshops",
    Year="year; years",
) | dict.fromkeys(("concept", "concepts", "entities"), "Model|Dataset|Method|Task")
"""What can be asked for, or named in general ("a dataset")."""

RELATIONS: Final = _spread(
    introduce="introduce; introduces; introduced; introducing; propose; proposes; proposed; proposing; present; "
    "presents; presented; presenting; release; releases; released; releasing; create; creates; created; "
    "creating; develop; develops; developed; developing; invent; invents; invented; inventing; construct; "
    "constructs; constructed; constructing; contribute; contributes; contributed; build; builds; built; "
    "building; come up with; came up with; describe; describes; described; new; novel; newly introduced; "
    "first introduced; introduction of; launch; launched; publish; origin of; originally introduced; "
    "coined; come from; comes from; came from; originate from; originates from; compile; compiled; "
    "compiling; collect; collected; collecting",
    use="use; uses; used; using; apply; applies; applied; applying; employ; employs; employed; employing; "
    "adopt; adopts; adopted; adopting; leverage; leverages; leveraged; leveraging; utilize; utilizes; "
    "utilized; utilizing; utilise; utilises; utilised; utilising; exploit; exploits; exploiting; rely on; "
    "relies on; relying on; relied on; make use of; makes use of; making use of; made use of; fine tune; "
    "fine tunes; fine tuned; fine tuning of; finetune; finetuned; train; trains; trained; training with; "
    "trained on; trained with; train on; experiment with; experiments with; experimented with; "
    "experimenting with; use of; usage of; powered by; prompt; prompts; prompting of; run; runs; adapt; "
    "adapts; adapted; adapting; work with; works with; draw on; draws on; by means of; via; through; "
    "combine; combines; combined; combining; involving; involve; involves; tried; tried on; try; tries",
    build="build on; builds on; built on; building on; build upon; builds upon; built upon; building upon; "
    "extend; extends; extended; extending; based on; improve on; improves on; improve upon; improves "
    "upon; inspired by; built on top of",
    evaluate="evaluate; evaluates; evaluated; evaluating; evaluate on; evaluated on; evaluates on; evaluating on; "
    "test; tests; tested; testing; tested on; test on; report results on; reports results on; reporting "
    "results on; reported results on; report; reports; reported; assess; assesses; assessed; assessing; "
    "validate; validated; validates; evaluation; evaluation of; evaluations on; experiments on; "
    "experiment on; experimented on; experimenting on; results on; results; benchmarked; benchmarked on; "
    "measured on; measured; score on; scores on; performance on; evaluation on; perform experiments on; "
    "conduct experiments on; have results on; has results on",
    compare="compare; compares; compared; comparing; comparison; compared to; compared with; compare to; compare "
    "with; compares with; compares to; comparing to; comparing with; compared against; compare against; "
    "comparing against; against; versus; vs; outperform; outperforms; outperformed; outperforming; beat; "
    "beats; beating; baseline; baselines; as a baseline; as baselines; as baseline; "
    "serve as baselines; serve as a baseline; serves as a baseline; used as baselines; used as a baseline; "
    "comparisons; comparison with; comparison to; comparisons with",
    about="about; address; addresses; addressed; addressing; tackle; tackles; tackled; tackling; study of; "
    "discuss; discusses; discussed; discussing; investigate; investigates; investigated; investigating; "
    "explore; explores; explored; exploring; focus on; focuses on; focused on; focusing on; concern; "
    "concerns; concerned with; concerning; deal with; deals with; dealing with; regarding; work on; works "
    "on; working on; worked on; related to; relating to; studied; studying; studies of; research on; "
    "topic; topics; analyze; analyzes; analyzing; analyse; analyses; analysed; analyzed; analysing; "
    "examine; examines; examining; examined; solve; solves; solving; solved; dedicated to; devoted to; "
    "dealt with; touch on; around; look at; looks at; looking at; subject; concerned; attention to; do; "
    "improve; improves; improving; boost; boosts; boosting; enhance; enhances; enhancing; help; helps; "
    "occur; occurs; occurring; co occur; co occurs; cooccur; cooccurs; co occurring; show up; "
    "shows up; turn up; turns up; perform; performs; performing; "
    "carry out; aimed at; designed for; suitable for; available for; exist "
    "for; exists for",
    cover="cover; covers; covered; covering; handle; handles; handled; handling; support; supports; supported; "
    "supporting; spoken; target; targets; targeted; targeting; include; includes; included; including; "
    "contain; contains; containing",
    mention="mention; mentions; mentioned; mentioning; name; names; named; naming; refer to; refers to; referring "
    "to; talk about; talks about; talking about",
    cite="cite; cites; citing; reference; references; references to; referencing; cite the; that cite; refer back to",
    cited_by="cited by; referenced by",
    builds_on_paper="follow up on; follows up on; follow up to",
    variant="variant of; variants of; variation of; variations of; version of; versions of; derived from; "
    "derivative of; derivatives of; offspring of; descendants of; descendant of; successor of; successors "
    "of; successor to; extension of; extensions of; variant; variants; kinds of; type of; types of; "
    "flavors of; flavours of",
    subtask="subtask of; subtasks of; sub task of; sub tasks of; special case of; special cases of; subtasks; subtask",
    member="member of; members of; belong to; belongs to; belonging to; part of",
    written="written by; authored by; wrote; written; authored; write; writes; coauthored by; co authored by; "
    "published by; papers by; paper by; work by; works by; articles by; publications by; publications of; "
    "papers of; paper from",
)
"""A phrase and the class of relation it stands for; `compose` says which relationship types a class means."""

GENERIC: Final = {
    "llm": ("language model", "llm"),
    "llms": ("language model", "llm"),
    "language model": ("language model", "llm"),
    "language models": ("language model", "llm"),
    "large language model": ("large language model", "llm"),
    "large language models": ("large language model", "llm"),
    "pre trained language models": ("trained language model",),
    "pretrained language models": ("trained language model",),
    "deep learning": ("deep learning", "deep neural"),
    "machine learning": ("machine learning",),
    "neural network": ("neural network",),
    "neural networks": ("neural network",),
    "neural models": ("neural model",),
    "artificial intelligence": ("artificial intelligence",),
    "ai": ("artificial intelligence",),
    "nlp": (),
    "natural language processing": (),
}
"""Words too general to be a concept, and what to search titles and abstracts for instead; () for all of the field."""

EXCEPT: Final = frozenset(
    ("other than", "any other than", "except", "except for", "apart from", "besides", "excluding", "exclude")
)
"""Negations that leave a thing out of what is asked for: "languages other than English"."""

PREPOSITIONS: Final = frozenset("on for in of with to from at by as into over within across toward towards".split())

NEGATIONS: Final = frozenset(
    "not; without; no; never; except; excluding; other than; but not; don t; doesn t; didn t; isn t; aren "
    "t; wasn t; weren t; haven t; hasn t; cannot; can t; neither; nor; rather than; instead of; except "
    "for; apart from; besides; lacking; lack; lacks; lack of; missing; do not; does not; did not; are "
    "not; is not; were not; was not; has not; have not; has never; have never; and not; yet not; minus; "
    "exclude; excludes; none; zero; any other than; outside of; outside; that lack; have no; has no; with "
    "no; not yet; never been; has never been; have never been; hasn t been; have not been; has not been; nobody; "
    "no one; noone; nobody has; no one has; nobody ever; no one ever; nothing to do with; have nothing to do with; "
    "has nothing to do with; having nothing to do with; unrelated to; leaving out; leave out; devoid of; won t; "
    "wouldn t; hadn t; not a single; not even".split("; ")
)

ORDERS: Final = _spread(
    most="most; most used; most often; most frequent; most frequently; most common; most commonly; most "
    "popular; top; most widely; most widely used; most studied; most frequently used; most commonly used; "
    "most prominent; highest number of; most papers; popular; frequently used; commonly used; widely "
    "used; frequent; most often used; largest number of; most work; dominant; leading; main; best "
    "covered; most covered; most researched; ranked; rank; most evaluated; most evaluated on; most "
    "mentioned; most introduced; the highest; prevalent; most prevalent; most prolific; prolific; by "
    "number of papers; most active; hottest; by popularity; by frequency; biggest; often",
    least="least; least used; fewest; least common; rarest; least studied; least popular; least frequent; "
    "fewest papers; least covered; lowest number of; least often; rare; rarely used; rarely",
    cited="most cited; most highly cited; highly cited; most influential; most often cited; top cited; by "
    "citations; number of citations; most citations",
    newest="newest; latest; recent; most recent; recently; most recently; newest first; last; "
    "most recent first; up to date",
    oldest="oldest; earliest; first; oldest first; earliest first",
    more="used more; more used; more often; used more often; more often used; more popular; more common; "
    "more commonly used; used more commonly; more widely used; used more widely; more frequently; "
    "more frequently used; used more frequently; more frequent; more prevalent; more studied; studied more; "
    "studied more often; more papers; more work; more research; better studied; better covered; more widespread",
    less="used less; less used; less often; used less often; less popular; less common; less commonly used; "
    "less widely used; less frequently; less frequently used; less frequent; less studied; studied less; "
    "fewer papers; less work; less research",
)
ORDERS_OF_TWO: Final = {"more": "most", "less": "least"}
"""Orders that compare the things named: "which of BERT and GPT-2 is used more"."""

COUNTS: Final = frozenset(
    "how many; number of; count; how much; count of; the number of; total number of; amount of".split("; ")
)
PER_YEAR: Final = frozenset(
    "per year; by year; each year; every year; over time; over the years; year by year; yearly; annually; "
    "in each year; by years; for each year; across years; grouped by year; per publication year; through "
    "the years; broken down by year".split("; ")
)
LOW_RESOURCE: Final = frozenset(
    "low resource languages; low resource language; low resourced languages; low resourced language; low "
    "resource; under resourced languages; under resourced language; under resourced; low resourced; "
    "resource poor languages; resource poor language; resource poor; lower resource languages; less "
    "resourced languages; less resourced language; resource scarce languages; lower resourced languages; "
    "underresourced languages; underresourced language; low resource dialects; low resource ones; a low "
    "resource language; resource lean languages; low density languages; lower resource; less resourced; "
    "under resourced dialects; languages with few resources; languages with limited resources; languages with little "
    "data; languages with scarce resources; languages with limited data; few resources".split("; ")
)
HIGH_RESOURCE: Final = frozenset(
    "high resource languages; high resource language; high resource; well resourced languages; well "
    "resourced language; rich resource languages; resource rich languages; resource rich language; high "
    "resourced languages; well resourced; resource rich; high resourced".split("; ")
)
PLAIN: Final = frozenset(
    "multilingual; cross lingual; crosslingual; zero shot; few shot; code mixed; "
    "code switched; medical; clinical; biomedical; legal; scientific; educational; social media; speech; visual; "
    "multimodal".split("; ")
)

YEAR: Final = re.compile(r"(?:19[5-9]|20[0-4])\d")
SINCE: Final = frozenset(
    "since; starting in; starting from; as of; beginning in; no earlier than; not before".split("; ")
)
AFTER: Final = frozenset("after; later than; newer than; past; more recent than; following".split("; "))
BEFORE: Final = frozenset("before; prior to; earlier than; older than; preceding; until before".split("; "))
UNTIL: Final = frozenset(
    "until; up to; till; through; by the end of; no later than; up until; not after; by".split("; ")
)
OR_LATER: Final = frozenset(
    "or later; onwards; onward; or after; and later; and after; and onwards; or newer; or more recent".split("; ")
)
OR_EARLIER: Final = frozenset("or earlier; or before; and earlier; and before; or older".split("; "))

AT_LEAST: Final = frozenset(
    "at least; no fewer than; no less than; minimum of; a minimum of; not less than".split("; ")
)
MORE_THAN: Final = frozenset("more than; over; greater than; above; exceeding".split("; "))
AT_MOST: Final = frozenset("at most; no more than; up to; maximum of; not more than".split("; "))
FEWER_THAN: Final = frozenset("fewer than; less than; under; below".split("; "))
EXACTLY: Final = frozenset("exactly; only; just; precisely; a single".split("; "))
NUMBERS: Final = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
    )
} | {"twenty": 20, "thirty": 30, "fifty": 50, "hundred": 100, "single": 1}

WHO: Final = frozenset(("who", "whom", "whose"))
SUCH_AS: Final = frozenset(("such as", "like", "e g", "for example", "for instance", "namely", "among them"))
"""What follows are examples: any of them will do."""

BEYOND: Final = frozenset(("fraction", "percentage", "proportion", "percent", "share", "average", "median"))
"""Figures that no statement of ours gives: said, and not searched for."""

SUFFIXES: Final = frozenset(
    ("based", "driven", "powered", "style", "like", "related", "specific", "focused", "oriented")
)
"""After a hyphen these say no more than that the two belong together: "BERT-based models"."""

PHENOMENA: Final = frozenset(("detection", "recognition", "identification", "resolution", "analysis"))
"""A task that ends so is also named by what it finds: "hate speech" is hate speech detection."""

AND: Final = frozenset(
    (
        "and",
        "both",
        "as well as",
        "together with",
        "along with",
        "in combination with",
        "combined with",
        "plus",
        "also",
        "and also",
        "simultaneously",
        "alongside",
        "jointly with",
    )
)
OR: Final = frozenset(("or", "either", "and or"))
BUT: Final = frozenset(("but", "however", "yet", "while", "whereas", "although"))

FILLERS: Final = frozenset(
    "a an the that which what whose is are was were be been being do does did done has have had having it "
    "its their them they this these those there here show me list all any some please give find get tell "
    "i we you us my our your can could would will shall may might should must need want like every each "
    "exist exists existing ever so far such than then when where why how if out up off down still now "
    "only just even more much many very really s t d ll ve re and of to et al known called titled title "
    "entitled named used for in as corpus database graph collection different various several kind kinds "
    "sort sorts display return search look looking see know let anything everything something someone "
    "anyone thing things case cases set both same other others another whether also well too along one "
    "ones who whom during per total overall altogether currently today available published appear appears "
    "appeared appearing came come comes out released made make makes making explicitly actually "
    "specifically mainly primarily particular question questions ask about involve within general natural "
    "interested interest together first time sentence sentences evidence say says said claim claims "
    "reason their own been simultaneously least once while again go going gone do done "
    "name names describe found seen nlp field literature area areas world whole full list lists overview "
    "shown relevant exactly provide provides provided providing offer offers offering having been being "
    "number version versions specific between among order sorted sort alphabetical alphabetically rows "
    "row answer answers entire mainly changed change changes developed evolved evolve evolution trend "
    "trends usage setting settings scenario scenarios context contexts system systems tool tools performance "
    "ability abilities became become becomes becoming text texts "
    "hi hello hey thanks thank cheers thx greetings kindly dear "
    "am so go he she him his her hers me ok okay yes oh thus hence typically usually mostly commonly normally "
    "regularly generally largely successfully effectively directly simply newly previously nowadays extensively "
    "heavily possibly probably ideally basically essentially usefully certain such particular interesting good nice "
    "great curious wondering wonder trying wanting "
    "capability capabilities purpose purposes way ways respect paradigm".split()
)
"""Words that carry no condition of their own. Dropping one loses nothing; any other unknown word is reported."""
