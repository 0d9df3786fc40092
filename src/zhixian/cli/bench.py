"""`zhixian bench`: the speed promises, measured by the scripts of a checkout against their peers in the same run."""

import argparse
import ast
import subprocess
import sys
from pathlib import Path

from zhixian.cli.arguments import WrongUsage
from zhixian.core.kernel.refusal import Refusal

FOLDER = Path("benchmarks")
_SETUP = "先运行 script/setup bench"


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian bench`."""
    parser.add_argument("script", nargs="?", metavar="名称", help="测哪一项；不写则列出全部")
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="参数", help="原样交给该项的参数，例如 --help")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List the scripts, or run one; its exit status is the command's."""
    scripts = _scripts(Path.cwd() / FOLDER)
    if args.script is None:
        for name, (_, sentence) in scripts.items():
            print(f"{name}\t{sentence}")
        return 0
    if args.script not in scripts:
        raise WrongUsage(f"没有“{args.script}”这一项", where=str(FOLDER), expected="、".join(scripts))
    path, _ = scripts[args.script]
    missing = _missing_peers(path)
    if missing:
        raise Refusal(f"没有安装对照用的 {'、'.join(missing)}", where=str(FOLDER / path.name), expected=_SETUP)
    return subprocess.run([sys.executable, str(path), *args.rest], check=False).returncode


def _scripts(folder: Path) -> dict[str, tuple[Path, str]]:
    """Name → file and opening sentence of what can be run; the other files of the folder are their data and peers."""
    found = {}
    for path in sorted(folder.glob("*.py")):
        words = path.read_text(encoding="utf-8")
        if 'if __name__ == "__main__":' in words:
            sentence = (ast.get_docstring(ast.parse(words)) or "").partition("\n")[0]
            found[path.stem] = (path, sentence)
    if not found:
        raise Refusal("这里没有性能测试", where=str(folder), expected="在源码目录（含 benchmarks/）里运行")
    return found


def _missing_peers(path: Path) -> list[str]:
    """Modules that a script, or a file beside it that it imports, asks for and that are not installed."""
    from importlib.util import find_spec

    asked, waiting = set(), [path]
    seen: set[Path] = set()
    while waiting:
        file = waiting.pop()
        seen.add(file)
        for name in _imported(file):
            beside = path.with_name(f"{name}.py")
            if not beside.exists():
                asked.add(name)
            elif beside not in seen:
                waiting.append(beside)
    return sorted(name for name in asked if find_spec(name) is None)


def _imported(file: Path) -> set[str]:
    """First words of all modules that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found
