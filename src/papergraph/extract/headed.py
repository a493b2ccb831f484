"""Phrases told by their last word: "event argument extraction" is a task, "graph attention network" a method.

Without a parser the left end is found by words that cannot stand inside such a name: function words, verbs, adjectives
of praise and of number. A phrase must keep at least one word before its head.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from papergraph.extract.candidates import Candidate, text_of_doc
from papergraph.extract.folding import Words, fold_word, split_words
from papergraph.extract.matcher import words_of
from papergraph.values import ConceptType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

TASK_HEADS = frozenset(
    """detection recognition extraction classification generation translation summarization parsing tagging
    disambiguation resolution retrieval prediction identification linking answering completion alignment
    matching segmentation normalization simplification verification ranking captioning grounding induction
    labeling analysis understanding inference modeling correction estimation mining search recommendation typing
    tracking planning synthesis transliteration paraphrasing scoring assessment moderation attribution reasoning
    comprehension categorization diarization anonymization forecasting diagnosis navigation mitigation
    detoxification filling checking dialog conversation similarity entailment calibration localization discovery
    simulation lemmatization compression restoration conversion editing""".split()
)
METHOD_HEADS = frozenset(
    """network learning attention training tuning finetuning pretraining distillation adaptation augmentation decoding
    sampling embedding loss objective algorithm encoder decoder autoencoder mechanism optimization
    regularization quantization pruning prompting transfer projection clustering regression machine transformer
    grammar representation encoding supervision backtranslation ensemble voting smoothing initialization masking
    aggregation interpolation bootstrapping perturbation factorization field kernel prompt reranking denoising
    injection fusion gating merging policy automaton transducer""".split()
)
_HEADS = TASK_HEADS | METHOD_HEADS | {"finetuning", "pretraining", "posttraining", "backtranslation"}
FUNCTION_WORDS = frozenset(
    """a an the this that these those we our us it its their his her they i you your my one two three four five six
    seven eight nine ten several many few some any all both each every various different diverse multiple
    numerous other another such same own most more less least very highly much only just also even still yet not
    no nor and or but as at by for from in into of on onto out over per than then to toward towards under up
    upon via with within without through during before after between among across against about around above
    below like unlike while when where which who whom whose what why how if whether because since until though
    although however thus hence therefore moreover furthermore additionally finally first second third firstly
    secondly lastly recently currently often usually typically generally commonly widely effectively efficiently
    successfully significantly substantially is are was were be been being am do does did done doing have has
    had having can could may might must shall should will would let make makes made making use uses used using
    utilize utilizes utilizing leverage leverages leveraging based propose proposes proposed proposing present
    presents presented introduce introduces introduced introducing develop develops developed developing show
    shows showed shown showing study studies studied studying investigate explore explores exploring explored
    perform performs performed performing apply applies applied applying improve improves improved improving
    enhance enhances enhanced enhancing enable enables enabling achieve achieves achieved outperform outperforms
    evaluate evaluates evaluated evaluating address addresses addressing tackle tackles tackling including
    include includes included require requires required requiring facilitate facilitates support supports
    supporting provide provides providing conduct conducted conducting train trains trained employ employs
    employing employed combine combines combining combined compare compares comparing compared consider
    considers considering adopt adopts adopting adopted allow allows allowing exploit exploits exploiting
    incorporate incorporates incorporating integrate integrates integrating build builds building built create
    creates creating design designs designing designed describe describes describing focus focuses focusing
    focused call called named namely solve solving help helps helping need needs involve involves involving
    boost boosts boosting promote guide guides guiding learn learns reduce reduces reducing increase increases
    increasing existing recent previous prior current novel new state-of-the-art sota standard traditional
    conventional common popular typical main major key important challenging difficult simple complex effective
    efficient powerful strong robust better best good great high low higher lower large small larger smaller
    successful accurate reliable comprehensive extensive overall general specific particular certain related
    relevant similar additional further extra original final initial actual real entire whole full complete
    total single individual separate respective corresponding underlying potential possible available unified
    downstream target remarkable promising superior competitive impressive inaccurate poor limited
    better-performing well-known well-established so-called two-stage i.e e.g etc vs respectively e.g. i.e.
    human manual manually correct incorrect wrong right true false good-quality high-quality low-quality
    high-performance fast faster slow slower cheap expensive early late later next last past future
    long-standing fundamental essential crucial critical significant substantial practical theoretical empirical
    experimental thorough rigorous systematic careful detailed in-depth preliminary subsequent resulting
    resulted regarding concerning given following according due despite rather instead especially particularly
    specifically either neither whereas hereby thereby therein etc. et al mean means meaning follow follows
    followed obtain obtains obtained obtaining yield yields yielding produce produces producing produced contain
    contains containing cover covers covering handle handles handling know known well approach approaches method
    methods task tasks model models system systems framework frameworks technique techniques dataset datasets
    data result results performance experiment experiments work works paper papers problem problems research
    quality accuracy error errors score scores metric metrics domain domains setting settings scenario language
    languages text texts application applications""".split()
) - {"language", "text", "data", "error", "quality", "domain", "human", "long", "application", "model"}
_VAGUE_FIRST = frozenset(
    """automatic automated neural deep machine-learning multilingual cross supervised unsupervised joint explicit
    implicit direct indirect online offline local global dynamic static hybrid adaptive end-to-end""".split()
)
_TOKEN = re.compile(r"[A-Za-zÀ-ɏ][\w’']*(?:[-‑][\w’']+)*")
_BEFORE_BACKWARDS = re.compile(r"(?:[-‑][\w’']+)*(?: [\w’'\-‑]*[A-Za-zÀ-ɏ]){1,4}")
"""One to four words, and what a hyphen joins to the head; read from the head, or a search would begin everywhere."""
SCORE = 0.5
_TELLING = frozenset(
    """detection recognition classification extraction estimation identification linking summarization retrieval
    parsing decoding pruning distillation tuning adaptation localization induction planning answering generation
    labeling completion resolution disambiguation segmentation calibration detoxification mitigation correction
    simplification learning transfer ensemble augmentation network regularization sampling prompting mining
    tracking verification captioning navigation comprehension filling tagging normalization attribution
    initialization search moderation transliteration""".split()
)
_STRONG = frozenset(
    """detection estimation linking summarization parsing decoding recognition identification transfer retrieval
    pruning induction planning localization classification tuning extraction""".split()
)
_LOOSE_FIRST = re.compile(
    r"(?:\w+(?:ing|ize|izes|ate|ates|ify|ifies|able|ible|less|ful|ous|ish)|[a-z]+(?:es|ed|ts|ns|ds|es)|\w+ly"
    r"|model['’]?s?|LLM\w*"
    r"|Learning|Towards?|Beyond|Automat\w+|[Mm]ore|[Ll]anguage|[Pp]atient|German|French|English|Chinese|Arabic"
    r"|[Mm]odern|[Dd]eep(?:er)?)[ ]"
)
_CALLED_TASK = re.compile(r"\s(?:\([A-Z][\w\-]*\)\s)?(?:sub)?(?:tasks?|problem|challenge|track)\b")
_DEFINED = re.compile(r"\s\([A-Z][A-Za-z\-]{1,7}\)")
_TASK_BEFORE = re.compile(
    r"\b(?:tasks? (?:of|such as|like|including|called)|tasks?:|problem of|task, "
    r"(?:namely )?)\s(?:\w+ )?$"
)


def phrase_starts(text: str, words: Words | None = None) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every phrase of two to five words that ends in a head, one for each left end."""
    words = words or split_words(text)
    for key, start, end in zip(words.keys, words.starts, words.ends, strict=True):
        if key not in _HEADS:
            continue
        before = _BEFORE_BACKWARDS.match(text[max(0, start - 100) : start][::-1])
        if before is None:
            continue
        # "question-answering": the head is the last part of a longer word.
        begin = start
        for token in reversed(list(_TOKEN.finditer(text, start - before.end(), start))):
            if token.end() == start or text[token.end() : begin] == "-":
                begin = token.start()
                continue
            if text[token.end() : begin] != " " or token.group().lower() in FUNCTION_WORDS:
                break
            begin = token.start()
            yield begin, end


def is_term(words: Sequence[str]) -> bool:
    """Say whether folded words can be the name of a task or a method."""
    first = words[0]
    return not (
        first in FUNCTION_WORDS
        or first.endswith("ly")
        or len(first) < 2
        or first.isdigit()
        or any(word in FUNCTION_WORDS for word in words[:-1])
        or (len(words) == 2 and first in _VAGUE_FIRST)
    )


class HeadedSource:
    """Finds phrases by their head, where the text itself treats them as a name.

    That is: the phrase comes again, or is in the title, is abbreviated, is called a task, or stands in a list with the
    like; and only for heads that mostly name something (`_TELLING`).
    """

    def __call__(self, doc: Doc) -> list[Candidate]:
        """Return the candidates of one document."""
        text = text_of_doc(doc)
        longest: dict[int, int] = {}
        for start, end in phrase_starts(text, words_of(doc)):
            if not _LOOSE_FIRST.match(text, start):
                longest[end] = min(start, longest.get(end, start))
        spans = [(start, end, [fold_word(w) for w in text[start:end].split(" ")]) for end, start in longest.items()]
        counts: Counter[str] = Counter(" ".join(words) for _, _, words in spans)
        found: list[Candidate] = []
        for start, end, words in spans:
            head = words[-1].rsplit("-", 1)[-1]
            if head not in _TELLING or not is_term(words):
                continue
            named = (
                counts[" ".join(words)] > 1
                or bool(_CALLED_TASK.match(text, end))
                or bool(_DEFINED.match(text, end))
                or bool(_TASK_BEFORE.search(text, max(0, start - 40), start))
            )
            if named or head in _STRONG:
                kind = ConceptType.TASK if head in TASK_HEADS else ConceptType.METHOD
                found.append(Candidate(start, end, kind, SCORE, "headed", typed=False))
        return found
