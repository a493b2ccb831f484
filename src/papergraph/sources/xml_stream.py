"""Reading XML element by element, from files that nobody has checked.

No DTD is loaded, no address opened, no entity expanded: an entity of HTML (`&uuml;`, as in DBLP) becomes its
character, any other becomes nothing, so that entity bombs have no fuse. libxml2 bounds depth and text by itself.
"""

from __future__ import annotations

import html
from contextlib import suppress
from html.entities import html5
from typing import TYPE_CHECKING, Any

from lxml import etree

from papergraph.sources.fields import one_line
from papergraph.values import Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from papergraph.sources.documents import Document
    from papergraph.values import Record

    Element = Any


def records(
    document: Document, tags: Collection[str], record_of: Callable[[Document, int, Element], Record | Skipped | None]
) -> Iterator[Record | Skipped]:
    """Yield what `record_of` makes of each element with one of the tags, if anything; what cannot be read as it is."""
    for line, element in elements(document, tags):
        made = element if isinstance(element, Skipped) else record_of(document, line, element)
        if made is not None:
            yield made


DROPPED_AT_ONCE = 64
"""Emptied elements are taken out of the tree so many at once, which costs less than one by one."""


def elements(document: Document, tags: Collection[str]) -> Iterator[tuple[int, Element | Skipped]]:
    """Yield line and element of each element with one of the tags, and drop it afterwards.

    Where the file breaks, a `Skipped` tells the line and the rest is left out.
    """
    with document.open() as stream:
        parse = etree.iterparse(
            stream,
            events=("end",),
            tag=sorted(tags),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for count, (_, element) in enumerate(parse):
                yield element.sourceline or 0, element
                element.clear(keep_tail=False)
                if count % DROPPED_AT_ONCE == 0:
                    _drop_before(element)
        except etree.XMLSyntaxError as error:
            line = error.lineno or 1
            yield line, document.skip(line, f"not valid XML: {error.msg}; the rest of the file is left out")


def _drop_before(element: Element) -> None:
    """Drop the siblings before an element, and those before each element that it stands in."""
    parent = element.getparent()
    while parent is not None:
        del parent[: parent.index(element)]
        element, parent = parent, parent.getparent()


def root_of(document: Document) -> Element | None:
    """Return the root element as far as the head shows it (tag, attributes, namespaces), else None."""
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, load_dtd=False, no_network=True)
    with suppress(etree.XMLSyntaxError):
        parser.feed(document.head)
    for _, element in parser.read_events():
        return element
    return None


def text_of(element: Element | None) -> str | None:
    """Return all text inside an element, markup dropped, entities of HTML resolved; None for None."""
    if element is None:
        return None
    if len(element) == 0:
        text: str | None = element.text
        return text
    parts: list[str] = []
    _collect(element, parts)
    return "".join(parts)


def _collect(element: Element, parts: list[str]) -> None:
    # libxml2 stops at a depth of 256, so that recursion is safe here.
    if element.text:
        parts.append(element.text)
    for child in element:
        if isinstance(child, etree._Entity):  # noqa: SLF001 - lxml gives the class no other name
            parts.append(_character(child.name or ""))
        elif isinstance(child.tag, str):
            _collect(child, parts)
        if child.tail:
            parts.append(child.tail)


def _character(name: str) -> str:
    if known := html5.get(f"{name};"):
        return known
    resolved = html.unescape(f"&{name};")
    return "" if resolved.startswith("&") and name != "amp" else resolved


def by_tag(element: Element) -> dict[str, list[Element]]:
    """Return the children of an element by their tag: one walk is cheaper than a search for each."""
    found: dict[str, list[Element]] = {}
    for child in element:
        tag = child.tag
        if tag in found:
            found[tag].append(child)
        elif isinstance(tag, str):  # not an entity
            found[tag] = [child]
    return found


def first_text(children: dict[str, list[Element]], tag: str) -> str | None:
    """Return the text of the first child with a tag, from what `by_tag` found, else None."""
    found = children.get(tag)
    return text_of(found[0]) if found else None


def other_texts(children: dict[str, list[Element]], used: Collection[str]) -> dict[str, str]:
    """Return the texts under the tags that are not used, by tag; several are joined by `; `."""
    joined = {}
    for tag, same in children.items():
        if tag in used:
            continue
        if texts := [text for each in same if (text := one_line(text_of(each)))]:
            joined[tag] = "; ".join(texts)
    return joined


def within(children: dict[str, list[Element]], outer: str, tag: str) -> list[Element]:
    """Return the children with a tag of all elements with an outer tag, from what `by_tag` found."""
    return [each for element in children.get(outer, ()) for each in element if each.tag == tag]


def child_text(element: Element, tag: str) -> str | None:
    """Return the text of the first child with a tag, else None."""
    # For a few children quicker than find(), which compiles a path, and iterchildren(), which compiles a tag.
    for child in element:
        if child.tag == tag:
            return text_of(child)
    return None
