"""Normalising the identifiers of papers. Each function returns None for what is not such an identifier."""

from __future__ import annotations

import re

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ARXIV_NEW = re.compile(r"(\d{4}\.\d{4,5})(v\d+)?")
_ARXIV_OLD = re.compile(r"([a-z-]+(?:\.[a-z]{2})?/\d{7})(v\d+)?", re.IGNORECASE)
_ARXIV_PREFIX = re.compile(r"(?:arxiv:|https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/)", re.IGNORECASE)
_ACL_PREFIX = re.compile(r"(?:acl:|https?://(?:www\.)?acl(?:anthology\.org|web\.org/anthology)/)", re.IGNORECASE)
_ACL = re.compile(r"(?:[A-Z]\d{2}-\d{4,5}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+)", re.IGNORECASE)


def doi(text: str | None) -> str | None:
    """Return a DOI in lower case without resolver or prefix: `https://doi.org/10.1/X` -> `10.1/x`."""
    if not text:
        return None
    match = _DOI.search(text.strip())
    return match.group().rstrip(".,;)]}>").lower() if match else None


def arxiv_id(text: str | None) -> str | None:
    """Return an arXiv id without version: `https://arxiv.org/abs/2106.09685v2` -> `2106.09685`."""
    if not text:
        return None
    bare = text.strip()
    if not bare[:1].isdigit():
        bare = _ARXIV_PREFIX.sub("", bare, count=1)
    bare = bare.removesuffix(".pdf")
    for pattern in (_ARXIV_NEW, _ARXIV_OLD):
        if match := pattern.fullmatch(bare):
            return match.group(1).lower()
    return None


def acl_id(text: str | None) -> str | None:
    """Return an ACL Anthology id: `https://aclanthology.org/N19-1423/` -> `N19-1423`."""
    if not text:
        return None
    bare = _ACL_PREFIX.sub("", text.strip(), count=1)
    bare = bare.removesuffix("/").removesuffix(".pdf").removesuffix(".bib")
    if not _ACL.fullmatch(bare):
        return None
    return bare.upper() if bare[0].isalpha() else bare.lower()


def prefixed(text: str) -> str | None:
    """Return `doi:...`, `arxiv:...` or `acl:...` for an identifier or address in any usual form.

    A DOI that arXiv or the ACL gave out becomes the id behind it, so that both forms of one work meet.
    """
    if found := arxiv_id(text):
        return f"arxiv:{found}"
    if found := acl_id(text):
        return f"acl:{found}"
    if found := doi(text):
        if found.startswith("10.48550/arxiv.") and (arxiv := arxiv_id(found.removeprefix("10.48550/arxiv."))):
            return f"arxiv:{arxiv}"
        if found.startswith("10.18653/v1/") and (acl := acl_id(found.removeprefix("10.18653/v1/"))):
            return f"acl:{acl}"
        return f"doi:{found}"
    return None
