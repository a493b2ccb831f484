"""Every error that papergraph raises on purpose.

PapergraphError
├── UsageError         the call itself cannot be right (exit code 2)
│   └── UnknownNameError  nothing has that name
├── SourceError        an input cannot be read
├── VocabularyError    a vocabulary or override file of the user is wrong
├── ExtractError       the extraction model cannot be loaded
├── GraphFolderError   a folder is not a graph, is damaged, or must not be overwritten
├── StoreError         an embedded or Neo4j database refused
│   └── QueryError     a Cypher statement is wrong
│       └── QueryStoppedError  it ran into its limit, or was called off
├── ExportError        an output cannot be written
└── MissingExtraError  an optional part is not installed

The command line translates each into one line on standard error; anything else is a bug and keeps its traceback.
"""

from __future__ import annotations


class PapergraphError(Exception):
    """Base of every error raised on purpose; its text is one line a user can act on."""


class UsageError(PapergraphError):
    """The call itself cannot be right, whatever the data."""


class UnknownNameError(UsageError):
    """Nothing has the name that was given."""


class SourceError(PapergraphError):
    """An input cannot be read; `place` is the file, with the line where one is known."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class VocabularyError(PapergraphError):
    """A vocabulary or override file of the user is wrong."""


class ExtractError(PapergraphError):
    """The extraction model cannot be loaded or does not fit this version."""


class GraphFolderError(PapergraphError):
    """A folder is not a graph folder, is damaged, or must not be overwritten."""


class StoreError(PapergraphError):
    """A database refused: connection, password, lock, missing platform support."""


class QueryError(StoreError):
    """A Cypher statement is wrong, or was stopped."""


class QueryStoppedError(QueryError):
    """A Cypher statement was stopped at its time limit, or called off."""


class ExportError(PapergraphError):
    """An output cannot be written."""


class MissingExtraError(PapergraphError):
    """An optional part is not installed."""

    def __init__(self, what: str, *, extra: str) -> None:
        super().__init__(f"{what} needs an optional part: pip install 'papergraph-kg[{extra}]'")
        self.extra = extra
