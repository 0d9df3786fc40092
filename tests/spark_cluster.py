"""A Spark standalone master and two workers on loopback, for tests that hold the engines equal."""

import gc
import os
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import ibis
import pytest

CORES_PER_WORKER, MEMORY_PER_WORKER = 1, "1g"
SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "700m",
    "spark.executor.memory": "512m",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.ui.showConsoleProgress": "false",
}


WARNINGS_OF_PYSPARK = ("ignore::DeprecationWarning", "ignore:unclosed:ResourceWarning")
"""PySpark calls what newer Pythons deprecate, and leaves a loopback socket to the garbage collector for each answer."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `spark` share one worker process, hence one cluster, and do not answer for PySpark's warnings."""
    for item in items:
        if item.get_closest_marker("spark"):
            item.add_marker(pytest.mark.xdist_group("spark"))
            for rule in WARNINGS_OF_PYSPARK:
                item.add_marker(pytest.mark.filterwarnings(rule))


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ibis.BaseBackend]:
    """A connection to a cluster of two workers; everything is stopped at the end, and all it writes is temporary."""
    import pyspark

    from zhixian.core.engine import connect

    folder = tmp_path_factory.mktemp("spark")
    home = Path(pyspark.__file__).parent
    _configure(folder)
    environment = {**os.environ, "SPARK_HOME": str(home)}
    master = f"127.0.0.1:{_free_port()}"
    programs = [
        _start(home, folder, environment, "master.Master", "--host", "127.0.0.1", "--port", master.split(":")[1])
    ]
    try:
        _wait_for(folder / "master.Master.0.log", "I have been elected leader")
        for number in (1, 2):
            size = ("-c", str(CORES_PER_WORKER), "-m", MEMORY_PER_WORKER, "--work-dir", str(folder / f"work{number}"))
            programs.append(
                _start(
                    home,
                    folder,
                    environment,
                    "worker.Worker",
                    "--host",
                    "127.0.0.1",
                    *size,
                    f"spark://{master}",
                    number=number,
                )
            )
        for number in (1, 2):
            _wait_for(folder / f"worker.Worker.{number}.log", "Successfully registered with master")
        con = connect(f"spark://{master}")
        yield con
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "unclosed", ResourceWarning)
            _stop_session()
            gc.collect()
    finally:
        for program in reversed(programs):
            program.terminate()
            program.wait(timeout=20)


def _configure(folder: Path) -> None:
    """Settings reach the driver through a folder named in the environment, so the engine opens Spark as it always does."""
    conf = folder / "conf"
    conf.mkdir()
    places = {"spark.local.dir": folder / "local", "spark.sql.warehouse.dir": folder / "warehouse"}
    lines = [f"{key} {value}" for key, value in {**SETTINGS, **places}.items()]
    (conf / "spark-defaults.conf").write_text("\n".join(lines), encoding="utf-8")
    os.environ.update(
        SPARK_CONF_DIR=str(conf), SPARK_LOCAL_IP="127.0.0.1", SPARK_LOCAL_DIRS=str(folder / "local"),
        SPARK_DAEMON_MEMORY="256m", PYSPARK_PYTHON=sys.executable,
    )  # fmt: skip


def _start(
    home: Path, folder: Path, environment: dict[str, str], program: str, *arguments: str, number: int = 0
) -> subprocess.Popen[bytes]:
    command = [home / "bin" / "spark-class", f"org.apache.spark.deploy.{program}", "--webui-port", "0", *arguments]
    with (folder / f"{program}.{number}.log").open("wb") as log:
        return subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)


def _wait_for(log: Path, words: str, *, seconds: int = 60) -> None:
    for _ in range(seconds * 10):
        if words in log.read_text(encoding="utf-8", errors="replace"):
            return
        time.sleep(0.1)
    pytest.fail(f"Spark 没有启动：{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def _stop_session() -> None:
    """Stop the session and the Java process behind it, and close its sockets, so that nothing outlives the tests."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    if session is not None:
        session.stop()
    gateway = SparkContext._gateway
    if gateway is not None:
        process = gateway.proc
        gateway.shutdown()
        process.stdin.close()
        process.wait(timeout=20)
        SparkContext._gateway = SparkContext._jvm = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
