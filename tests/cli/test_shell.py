from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from papergraph.cli.complete import KEYWORDS, completions
from papergraph.cli.shell import Shell, finished
from papergraph.errors import QueryError
from papergraph.graph.schema import NODE_LABELS, RELATIONSHIP_TYPES
from papergraph.stores.base import GraphStore
from papergraph.stores.interrupt import Stoppable
from tests import engines
from tests.small_graph import small_graph

ENDLESS = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN sum(a * b) AS n"
ENTER, CONTROL_C, CONTROL_D = "\r", "\x03", "\x04"


@pytest.fixture
def typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[str, str]]:
    """Type keys into a shell on the small graph; return what it printed and said."""

    def run(keys: str, store: GraphStore | None = None, **options: Any) -> tuple[str, str]:
        before = signal.getsignal(signal.SIGINT)
        with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
            pipe.send_text(keys + CONTROL_D)
            options.setdefault("check", lambda _: None)
            asked = Stoppable(store or engines.embedded(small_graph))
            Shell(asked, history=tmp_path / "state" / "history", **options).run()
        signal.signal(signal.SIGINT, before)
        return capsys.readouterr()

    return run


def test_a_statement_over_several_lines(typed: Any) -> None:
    out, _ = typed(f"MATCH (p:Paper) WHERE p.title CONTAINS ';'{ENTER}RETURN 40 + count(p) + 2 AS n;{ENTER}")
    assert out.split()[0] == "n"
    assert out.split()[-1] == "42"


def test_errors_point_at_the_place_and_the_shell_goes_on(typed: Any) -> None:
    out, said = typed(f"MATCH (p:Paper){ENTER}RETRN p;{ENTER}RETURN 7 AS n;{ENTER}")
    lines = said.splitlines()
    mark = next(number for number, line in enumerate(lines) if line.strip() == "^")
    assert "RETRN" in lines[mark - 1]
    assert "7" in out


def test_only_reading_unless_told(typed: Any) -> None:
    count = f"MATCH (p:Paper) RETURN count(p) AS n;{ENTER}"
    out, said = typed(f"MATCH (p:Paper) DETACH DELETE p;{ENTER}{count}")
    assert "--write" in said
    assert "15" in out


def test_the_schema_is_checked_before_the_engine_is_asked(typed: Any) -> None:
    def check(text: str) -> None:
        raise QueryError(f"line 1, column 3: {text[:3]}")

    out, said = typed(f"RETURN 1 AS n;{ENTER}", check=check)
    assert out == ""
    assert "RET" in said


def test_commands(typed: Any) -> None:
    out, _ = typed(f":params x=[1, 2]{ENTER}:params name=LoRA{ENTER}RETURN $x AS x, $name AS name;{ENTER}")
    assert "1; 2" in out
    assert "LoRA" in out
    out, _ = typed(f':run who-introduced concept="low-rank adapters"{ENTER}')
    assert "arxiv:2106.1" in out
    for command, wanted in ((":help", ":schema"), (":schema", "EVALUATES_ON"), (":queries", "who-introduced")):
        assert wanted in typed(command + ENTER)[0]
    assert typed(f":params x=1{ENTER}:params clear{ENTER}:params{ENTER}")[0].count("x=1") == 1
    assert typed(f":quit{ENTER}RETURN 1 AS n;{ENTER}") == ("", typed("")[1])


@pytest.mark.parametrize("command", [":nothing", ":run", ":run no-such-query", ":params x", ":run who-introduced x=1"])
def test_a_wrong_command_is_one_line(typed: Any, command: str) -> None:
    out, said = typed(command + ENTER)
    assert out == ""
    assert len(said.splitlines()) == 2  # the greeting, and the reason


def test_control_c_clears_what_was_typed(typed: Any) -> None:
    out, _ = typed(f"RETURN 1 AS n{CONTROL_C}RETURN 2 AS n;{ENTER}")
    assert out.split()[-1] == "2"


def test_lines_are_kept_for_the_user_alone(typed: Any, tmp_path: Path) -> None:
    typed(f"RETURN 12345 AS n;{ENTER}")
    kept = tmp_path / "state" / "history"
    assert "12345" in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_costs_only_the_history(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(f"RETURN 3 AS n;{ENTER}{CONTROL_D}")
        Shell(engines.embedded(small_graph), check=lambda _: None, history=tmp_path / "file" / "history").run()
    assert "3" in capsys.readouterr().out


def test_control_c_stops_a_statement(typed: Any) -> None:
    stop = threading.Timer(1.5, signal.raise_signal, [signal.SIGINT])
    # raise_signal in another thread reaches the main one, as a key of the terminal does
    stop.start()
    out, said = typed(f"{ENDLESS};{ENTER}RETURN 5 AS n;{ENTER}")
    assert "stopped" in said
    assert out.split()[-1] == "5"


@pytest.mark.neo4j
def test_a_session_on_neo4j(typed: Any) -> None:
    store = engines.neo4j_with(small_graph())
    keys = f":params year=2020{ENTER}MATCH (p:Paper){ENTER}WHERE p.year > $year RETURN count(p) AS n;{ENTER}"
    keys += f"MATCH (p:Paper){ENTER}RETRN p;{ENTER}CREATE (:Paper);{ENTER}:run who-introduced concept=LoRA{ENTER}"
    out, said = typed(keys, store)
    here, _ = typed(keys)
    assert out == here
    assert "arxiv:2106.1" in out
    assert "line 2, column 1: " in said
    assert "--write" in said
    stop = threading.Timer(1.5, signal.raise_signal, [signal.SIGINT])
    stop.start()
    out, said = typed(f"{ENDLESS};{ENTER}RETURN 5 AS n;{ENTER}", store)
    assert "stopped" in said
    assert out.split()[-1] == "5"
    runs = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH 'UNWIND range' RETURN currentQuery"
    assert not store.query(runs).rows


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("MATCH (p:Pa", {"Paper"}),
        ("MATCH (p:Model|Da", {"Dataset"}),
        ("MATCH (p:Paper)-[r:US", {"USES"}),
        ("MATCH (p:Paper)-[:USES|CO", {"COVERS", "COMPARES_WITH"}),
        ("MATCH (l:Language) RETURN l.iso", {"iso639_3"}),
        ("MATCH (p:Paper)-[r:CITES]->(q:Paper) RETURN r.", {"origin"}),
        ("RETURN $me", {"method"}),
        (":he", {":help"}),
        (":run who-i", {"who-introduced"}),
        (":run who-introduced con", {"concept="}),
        ("RETURN 'MAT", set()),
        ("", set()),
    ],
)
def test_what_tab_offers(text: str, wanted: set[str]) -> None:
    assert set(completions(text, {"method": 1, "other": 2})[1]) == wanted


@given(st.text(alphabet="MATCH (p:Paper)-[r:USES]->{}'\"`$.|:;\\ runwho-introduced\n", max_size=60))
def test_tab_never_fails_and_offers_only_what_there_is(text: str) -> None:
    begun, found = completions(text, {"x": 1})
    assert text.endswith(begun)
    assert all(one.lower().startswith(begun.lower()) for one in found)
    assert found == sorted(found)
    finished(text)


def test_tab_knows_the_whole_schema() -> None:
    assert completions("MATCH (x:")[1] == sorted(NODE_LABELS)
    assert completions("MATCH (x)-[:")[1] == sorted(RELATIONSHIP_TYPES)
    assert all(word in completions(word[:-1])[1] for word in KEYWORDS if word[:-1].isalpha())


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_on_a_terminal_the_command_opens_it(tmp_path: Path) -> None:
    import fcntl
    import pty
    import struct
    import termios

    arguments = [sys.executable, "-m", "papergraph", "cypher", "--graph", str(engines.graph_folder(small_graph()))]
    process, terminal = pty.fork()
    if process == 0:
        os.environ |= {"XDG_STATE_HOME": str(tmp_path), "HOME": str(tmp_path), "TERM": "xterm"}
        os.execv(sys.executable, arguments)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 160, 0, 0))
    seen = b""

    def wait_for(pattern: bytes, seconds: float = 60) -> None:
        nonlocal seen
        until = time.monotonic() + seconds
        while not re.search(pattern, seen):
            assert time.monotonic() < until, seen
            if select.select([terminal], [], [], 0.2)[0]:
                part = os.read(terminal, 65536)
                seen += part
                if b"\x1b[6n" in part:  # asked where the cursor is
                    os.write(terminal, b"\x1b[1;1R")

    def send(text: str) -> None:
        nonlocal seen
        seen = b""
        os.write(terminal, text.encode())

    def leave() -> int:
        until = time.monotonic() + 60
        # A key pressed before the prompt listens is lost, so it is pressed again.
        while (ended := os.waitpid(process, os.WNOHANG)) == (0, 0):
            assert time.monotonic() < until, seen
            with contextlib.suppress(OSError):  # the terminal is gone with the process
                send("\x04")
                if select.select([terminal], [], [], 0.5)[0]:
                    os.read(terminal, 65536)
        return ended[1]

    wait_for(b"papergraph>")
    send("MATCH (p:Paper) RETURN 600 + count(p) AS n;\r")
    wait_for(b"615")
    send("MATCH (x:LanguageG\t")
    wait_for(b"roup")  # the rest of LanguageGroup
    send(") RETURN 800 + count(x) AS n;\r")
    wait_for(b"802")
    send("UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN sum(a * b) AS n;\r")
    time.sleep(1.5)
    send("\x03")
    wait_for(b"stopped")
    wait_for(b"papergraph>")
    assert os.waitstatus_to_exitcode(leave()) == 0
    assert list(tmp_path.rglob("cypher-history"))
