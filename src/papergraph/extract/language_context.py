"""What the words around a name say: a language, or people, a place and things that only share its name."""

from __future__ import annotations

import re

# What a nationality says something of, and a language does not.
_NATIONAL = re.compile(
    r"(?:[\s\-](?:social|political|public|legal|national|central|federal|major|online|general|local|young"
    r"|large|big|traditional|adult|older|elderly))?[\s\-]"
    r"(?:compan(?:y|ies)|authors?|government\w*|politic\w*|econom\w+|societ(?:y|ies)|citizens?|culture|cultural"
    r"|history|people|person|men|women|girls|boys|males?|females?|patients?|hospitals?|clinics?|schools?"
    r"|students?|pupils|universit\w+|cit(?:y|ies)|countr(?:y|ies)|villages?|towns?|regions?|territor\w+|market|stocks?"
    r"|banks?|law|laws|courts?|judiciary|legislation|constitution|parliament\w*|assembly|senate|congress|elections?"
    r"|president|minister|ministry|presidency|embassy|ambassadors?|army|military|police|navy|state|states|republic"
    r"|empire|kingdom|dynasty|monarchy|coloni\w+|civil|war|wars|invasion|revolution\w*|renaissance|cuisine|food|foods"
    r"|dish(?:es)?|restaurants?|recipes? site|coffee|tea|wines?|beers?|cheese|bread|fries|delight|medicine|herbal"
    r"|philosoph\w+|painting\w*|painters?|artists?|room|chess|checkers|flag|border|census|auctions?|salmon|design"
    r"|furniture|fashion|researchers?|scientists?|engineers?|(?:chat)?users?|netizens?|learners of|judges?|lawyers?"
    r"|doctors?|football\w*|athletes?|singers?|actors?|immigrants?|migrants?|emigrants?|tourists?|travell?ers?"
    r"|visitors?|households?|adults?|adolescents?|children|famil(?:y|ies) (?:business|names)|community|communities"
    r"|population|nationality|nationals?|origin|descent|ancestry|union|channel|premier league|league|bulldog"
    r"|shepherd|horn|party|parties|supreme|legal system|numerals?|alphabets?|startups?|flu|dolls?|criminal|tax"
    r"|healthcare|health system|railways?|airlines?|airports?|firms?|industr\w+|institutions?|provinces?|factories"
    r"|manufacturers?|products|cars|investors|consumers|customers|shoppers|voters|workers"
    r"|employees|teachers|soldiers?|refugees?|peasants?|farmers?|zodiac|calendar|festivals?|new year|wall|islands?"
    r"|mountains?|coast|sea|riviera|stock exchange|dams?|opera house|temples?|gardens?|shepherds?|breeds?|cattle"
    r"|leaders|officials?|diplomats?|politicians?|journalists?|players|national team)\b",
    re.IGNORECASE,
)
_PROPER = re.compile(
    r"\s+(?:Country|Channel|Room|Algorithm|Guiana|Guinea|Polynesia|Riviera|Open|Cup|Sea|Bay|Islands?|Peninsula"
    r"|Defen[cs]e|Quarter|Wall|Corpus Christi|Grid|Way|Road|Street|Square|School of|Academy|Institute|Society|Museum"
    r"|National|Ministry|Federation)\b"
)
_SCRIPT = re.compile(r"[\s\-]+(?:(?:and|or)[\s\-]+\w+[\s\-]+)?(?:scripts?|alphabets?|numerals?|characters?)\b")
_VERSION = re.compile(r"[ -][1-9](?:\.\d+)?(?![\d,./–%]|\w|-\w)")
_NAMED_THINGS = re.compile(
    r"(?:Hungarian\s+(?:algorithm|method|matching|assignment)|Chinese\s+(?:restaurant process|room|whispers|remainder)"
    r"|Dutch\s+(?:auction|book|disease|roll)|Swiss\s+(?:cheese|roll|army)|Latin\s+(?:letters?|squares?|hypercube|america\w*)"
    r"|Russian\s+(?:roulette|dolls?)|Polish\s+notation|German\s+tank|French\s+(?:press|door|toast)"
    r"|Indian\s+buffet|Greek\s+(?:letters?|symbols?|gods?)|Spanish\s+flu|Japanese\s+encephalitis"
    r"|Italian\s+brainrot|Norwegian\s+Cruise)",
    re.IGNORECASE,
)
_PEOPLE_WORDS = frozenset({"Dutch", "French", "British", "Chinese", "Japanese", "Irish", "Welsh", "Spanish"})
_IN_CONTEXT = re.compile(
    r"\b(?:languages?|dialects?|translat\w+|bilingual|multilingual|monolingual|cross-?lingual|spoken|speakers?"
    r"|speech|corpus|corpora"
    r"|treebanks?|orthograph\w+|morpholog\w+|lexicons?|varieties|creoles?|endangered|low-resource|tokeniz\w+"
    r"|phonolog\w+"
    r"|documentation|transcri\w+)\b",
    re.IGNORECASE,
)
# "Are language models ...": the word belongs to what follows, not to a name before it
_COMPOUND = (
    r"(?![\s\-]+(?:models?|modell?ing|processing|understanding|generation|technolog\w+|learn\w+|agents?|tasks?"
    r"|identification|resources?|pairs?|inference|acquisition|representations?|instructions?|data|use|and vision))"
)
_LANGUAGE_AFTER = re.compile(
    rf"(?:[\s\-]+(?:\([^)]{{1,20}}\)\s+)?(?:languages?\b{_COMPOUND}|(?:dialects?|speakers?|variety|varieties|creole"
    r"|treebank|orthography|grammar|morphology|sign language|to[\s\-]English|[–\-]English)\b))"
)
_BESIDE = re.compile(
    rf"[\s\-]+(?:language\b{_COMPOUND}|(?:dialect|speakers|creole|treebank|grammar|orthography)\b)"
    rf"|(?:,\s[A-Z][\w'’-]+)*,?\sand\s[A-Z][\w'’-]+\slanguages\b{_COMPOUND}|\slanguages\s(?:of|in|are|is|spoken)\b"
)
_TEXT_AFTER = re.compile(r"[\s\-]+(?:speech|texts?|corpus|translations?|stories|verbs|nouns|words)\b")
_LANGUAGE_BEFORE = re.compile(
    r"\b(?:languages?|dialects?|speakers of|translation (?:from|into|to)|spoken in|variety of|grammar of"
    r"|documentation of|texts in)[,:]?\s+$",
    re.IGNORECASE,
)
_CALLED_LANGUAGE = re.compile(
    r"\s*\([^)]{0,40}\)?,?\s*,?\s+(?:an? |the )(?:[\w\-]+ ){0,4}language\b|\s*,\s+an? (?:[\w\-]+ ){0,4}language\b"
)
_DIALECT_AFTER = re.compile(
    r"[\s\-]+(?:(?:sub-?)?dialects?|variet(?:y|ies)|variants?|vernaculars?|accents?|creole)\b", re.IGNORECASE
)
_DIALECT_BEFORE = re.compile(
    r"\b(?:dialects?|variet(?:y|ies)|variants?|vernaculars?|accents?)"
    r"(?: of [A-Z]\w+)?\s*(?:\(|:|,? (?:such as|including|like|namely|e\.g\.,?|i\.e\.,?|of|spoken in)|,? \()?\s*$",
    re.IGNORECASE,
)
_DIALECT_WORD = re.compile(r"\s[Dd]ialect\b")
LIST_JOIN = re.compile(
    r"^(?:\s*\([^)]{1,12}\))?(?:,?\s+(?:and|or|to|into|as well as|vs\.?|versus)\s+(?:the\s+)?|,\s+|\s*[/&–→↔-]\s*)$"
)
_POLISHED = re.compile(r"\s+(?:the|your|our|a|and refine|up)\b")
_PREFIXED = re.compile(r"(?:non|Non|anti|pan|Pan|Anglo|Sino|Franco)[-‑ ]$")
_OF_PEOPLE = re.compile(r"\s+(?:are|were|have|people)\b")
_LANGUAGE = re.compile(r"\b[Ll]anguages?\b")
_OF_DIALECTS = re.compile(r"\b(?:dialect|variet(?:y|ies)\b|vernacular|accent)", re.IGNORECASE)
_OF_SIGNS = re.compile(r"\b(?:[Ss]ign(?:s|ed|ing|ers?)?|[Gg]loss(?:es)?|[Dd]eaf)\b")
_CLOSE = 24


def is_not_the_language(text: str, start: int, end: int) -> bool:
    """Say whether a common name speaks of people, a place, a script or a thing and not of the language."""
    surface = text[start:end]
    thing = _NAMED_THINGS.match(text, start)
    if _NATIONAL.match(text, end) or _PROPER.match(text, end) or (thing is not None and thing.end() > end):
        return True
    if (_SCRIPT.match(text, end) and surface != "Chinese") or _VERSION.match(text, end):
        return True
    if surface == "Polish" and _POLISHED.match(text[end : end + 12]):
        return True
    before = text[max(0, start - 12) : start]
    if _PREFIXED.search(before):
        return True
    return surface in _PEOPLE_WORDS and before.endswith("the ") and bool(_OF_PEOPLE.match(text, end))


def names_a_language(text: str, start: int, end: int) -> bool:
    """Say whether a word like "language" stands beside a name; a capital letter is wanted, too."""
    if not text[start].isupper():
        return False
    if _LANGUAGE_BEFORE.search(text, max(0, start - 30), start):
        return True
    if _CALLED_LANGUAGE.match(text, end):
        return True
    if not _LANGUAGE_AFTER.match(text, end) and not _TEXT_AFTER.match(text, end):
        return False
    return text[end - 1] != "s" or not _begins_sentence(text, start)


def names_an_ordinary_word(text: str, start: int, end: int) -> bool:
    """Say whether an ordinary word ("Even", "Are") is used as the name of a language: "the Even language"."""
    if not text[start].isupper():
        return False
    if _CALLED_LANGUAGE.match(text, end) or (
        _LANGUAGE_BEFORE.search(text, max(0, start - 30), start) and not _begins_sentence(text, start)
    ):
        return True
    return bool(_BESIDE.match(text, end)) and not _begins_sentence(text, start)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" \"'“‘(")
    return not before or before[-1] in ".:?!\n"


def is_listed(text: str, start: int, end: int, spans: set[tuple[int, int]]) -> bool:
    """Say whether a span stands in a list beside one of `spans`: "Akan, Ewe and Hausa"."""
    for left, right in spans:
        if right <= start and start - right < _CLOSE and LIST_JOIN.match(text[right:start]):
            return True
        if left >= end and left - end < _CLOSE and LIST_JOIN.match(text[end:left]):
            return True
    return False


def speaks_of_languages(text: str, start: int, end: int) -> bool:
    """Say whether the sentence around a rare name is about languages."""
    sentence_start = max(text.rfind(". ", 0, start), text.rfind("\n", 0, start)) + 1
    stop = text.find(". ", end)
    sentence = text[sentence_start : stop if stop >= 0 else len(text)]
    near = text[max(sentence_start, start - 60) : end + 60]
    return bool(_IN_CONTEXT.search(near)) and bool(_LANGUAGE.search(sentence))


def speaks_of_dialects(text: str) -> bool:
    """Say whether a text speaks of dialects at all."""
    return bool(_OF_DIALECTS.search(text))


def names_a_dialect(text: str, start: int, end: int) -> bool:
    """Say whether "dialect" or the like stands beside a name: "the Kuwaiti dialect", "dialects (Egyptian"."""
    return (
        text[start:end].endswith(("dialect", "Dialect"))
        or bool(_DIALECT_AFTER.match(text, end))
        or bool(_DIALECT_BEFORE.search(text, max(0, start - 48), start))
    )


def with_dialect(text: str, end: int) -> int:
    """Return where a name ends that "dialect" belongs to: "the Kuwaiti dialect"."""
    following = _DIALECT_WORD.match(text, end)
    return following.end() if following else end


def speaks_of_signs(text: str) -> bool:
    """Say whether a text is about signing, which the abbreviations of sign languages want."""
    return bool(_OF_SIGNS.search(text))
