"""`papergraph merges`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergraph.cli import one_line
from papergraph.cli.store import DEFAULT_GRAPH
from papergraph.text import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from papergraph.values import Merge

_DOUBTFUL = 0.9
"""Merges with a lower score are worth a look."""
_WIDTH = 44


@click.command("merges")
@click.option("--graph", "directory", type=click.Path(path_type=Path), default=DEFAULT_GRAPH, show_default=True)
@click.option("--review", is_flag=True, help=f"Doubtful ones only (score below {_DOUBTFUL}), the most doubtful first.")
@click.option("--kind", type=click.Choice(["paper", "concept"]), help="Merges of this kind only.")
@click.option("--top", type=click.IntRange(min=1), help="At most this many.")
@click.option(
    "--write", type=click.Path(path_type=Path), metavar="FILE", help="Write them as an override file to decide on."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def merges(directory: Path, review: bool, kind: str | None, top: int | None, write: Path | None, as_json: bool) -> None:
    r"""List what was merged and why; with --review the doubtful merges, the most doubtful first.

    The file that --write makes decides nothing as it stands: take the # off a line to undo that merge with
    `papergraph build --overrides FILE`.

    \b
    Example:
      papergraph merges --review --write overrides.yaml
    """
    from papergraph.graph import read_folder  # noqa: PLC0415 - help must not wait for it

    found = [merge for merge in read_folder(directory).merges if kind is None or merge.kind == kind]
    if review:
        found = [merge for merge in found if merge.score < _DOUBTFUL]
        found.sort(key=lambda merge: (merge.score, merge.kind, merge.kept, merge.merged, merge.rule))
    found = found[:top]
    if as_json:
        keys = ("kind", "kept", "merged", "rule", "score", "evidence")
        click.echo(json_text([{key: getattr(merge, key) for key in keys} for merge in found]))
    else:
        _print(found)
    if write is not None:
        from papergraph.exporters.outputs import write_new  # noqa: PLC0415 - beside its use

        write_new(write, override_file(found))
        click.echo(f"{len(found)} merges to decide on in {write}", err=True)


def _print(found: Sequence[Merge]) -> None:
    if not found:
        click.echo("no merge to show")
        return
    head = ("score", "kind", "kept", "merged", "rule", "evidence")
    rows: list[tuple[str, ...]] = [head]
    for one in found:
        score = f"{one.score:.2f}"
        rows.append((score, *(one_line(cell) for cell in (one.kind, one.kept, one.merged, one.rule, one.evidence))))
    widths = [min(_WIDTH, max(len(row[at]) for row in rows)) for at in range(5)]
    for row in rows:
        shown = [_cut(cell, width).ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*shown, row[5]]).rstrip())


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "\u2026"


def override_file(found: Sequence[Merge]) -> str:
    """Return an override file in which each merge is a line that undoes it once its # is taken off."""
    lines = [
        "# Take the # off a line to undo that merge; `papergraph build --overrides THIS_FILE` obeys.",
        "# Other keys: same (lists of names), rename, retype (name: new), drop (names).",
        "different:",
    ]
    for merge in found:
        pair = _apart(merge)
        if pair is not None:
            lines.append(f"  # - [{_quoted(pair[0])}, {_quoted(pair[1])}]  # {merge.score:.2f} {one_line(merge.rule)}")
    return "\n".join(lines) + "\n"


def _apart(merge: Merge) -> tuple[str, str] | None:
    """Return the two names that undo a merge; None for a change of type, which `retype` undoes."""
    if merge.rule.startswith("retyped"):
        return None
    if merge.kind == "paper":
        other = merge.evidence.partition(" = ")[0]
        return (other, merge.merged) if other != merge.merged else None
    kind, _, _ = merge.kept.partition(":")
    name = merge.evidence.partition(" = ")[0] if " = " in merge.evidence else merge.kept
    return f"{kind}:{name}", f"{kind}:{merge.merged}"


def _quoted(text: str) -> str:
    # JSON strings are YAML strings: no name can break out of its line.
    return json.dumps(one_line(text), ensure_ascii=False)
