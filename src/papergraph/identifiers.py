"""Normalising the identifiers of papers. Each function returns None for what is not such an identifier."""

from __future__ import annotations

import re

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ARXIV = re.compile(
    r"(?:arxiv:|https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?-i:\.pdf)?",
    re.IGNORECASE,
)
_ACL = re.compile(
    r"(?:acl:|https?://(?:www\.)?acl(?:anthology\.org|web\.org/anthology)/)?"
    r"([A-Z]\d{2}-\d{4,5}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+)(?-i:\.bib)?(?-i:\.pdf)?/?",
    re.IGNORECASE,
)


def doi(text: str | None) -> str | None:
    """Return a DOI in lower case without resolver or prefix: `https://doi.org/10.1/X` -> `10.1/x`."""
    match = _DOI.search(text) if text else None
    return match[0].rstrip(".,;)]}>").lower() if match else None


def arxiv_id(text: str | None) -> str | None:
    """Return an arXiv id without version: `https://arxiv.org/abs/2106.09685v2` -> `2106.09685`."""
    match = _ARXIV.fullmatch(text.strip()) if text else None
    return match[1].lower() if match else None


def acl_id(text: str | None) -> str | None:
    """Return an ACL Anthology id: `https://aclanthology.org/N19-1423/` -> `N19-1423`."""
    match = _ACL.fullmatch(text.strip()) if text else None
    if match is None:
        return None
    return match[1].upper() if match[1][0].isalpha() else match[1].lower()


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
