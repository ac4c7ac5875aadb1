"""House rules that a syntax tree can show; each returns sentences about what breaks it."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
MAX_FILE_LINES = 320
MAX_FUNCTION_LINES = 45

THE_CLOCK = Path("kiosk/ops/clock.py")
COMMANDS = ("kiosk/cli", "kiosk/__main__")
VAGUE_WORDS = {"util", "utils", "common", "manager", "helper", "helpers", "misc"}

CLOCK_READERS = {"now", "utcnow", "today"}
TIME_READERS = {"time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "sleep", "localtime"}

WAYS_OUT = {  # what leads a participant to the system (R-LOCK-3); the kiosk has keypads of its own and no menu
    "QFileDialog",
    "QPrintDialog",
    "QPrintPreviewDialog",
    "QPageSetupDialog",
    "QColorDialog",
    "QFontDialog",
    "QMessageBox",
    "QInputDialog",
    "QErrorMessage",
    "QSystemTrayIcon",
    "QTextBrowser",
    "QLineEdit",
    "QTextEdit",
    "QMenu",
    "QToolTip",
    "QtVirtualKeyboard",
    "QDesktopServices",
    "RichText",
    "openUrl",
    "setOpenExternalLinks",
    "startfile",
    "webbrowser",
}

Rule = Callable[[Path, ast.Module], Iterator[str]]


def at(path: Path, node: ast.AST) -> str:
    """Where a reader finds it."""
    return f"{path}:{getattr(node, 'lineno', 1)}"


def names_in(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Every name used: bare, after a dot, imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node, node.id
        elif isinstance(node, ast.Attribute):
            yield node, node.attr
        elif isinstance(node, ast.alias):
            for part in node.name.split("."):
                yield node, part
        elif isinstance(node, ast.ImportFrom):
            for part in (node.module or "").split("."):
                yield node, part


def reads_the_real_clock(path: Path, tree: ast.Module) -> Iterator[str]:
    """Only kiosk/ops/clock.py asks the machine for the time, and nothing sleeps."""
    if path == THE_CLOCK:
        return
    time_modules = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name == "time"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield f"{at(path, node)}: imports from time; take a Clock"
        elif isinstance(node, ast.Attribute):
            owner = node.value
            last = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
            if last in {"datetime", "date"} and node.attr in CLOCK_READERS:
                yield f"{at(path, node)}: {last}.{node.attr}; take a Clock"
            elif last in time_modules and node.attr in TIME_READERS:
                yield f"{at(path, node)}: time.{node.attr}; take a Clock"
            elif node.attr in {"sleep", "msleep", "usleep", "currentDateTime", "currentMSecsSinceEpoch"}:
                yield f"{at(path, node)}: {node.attr}; wait on an event with a limit, take a Clock"


def opens_a_way_out(path: Path, tree: ast.Module) -> Iterator[str]:
    """No dialog, browser or shell that leads out of the kiosk."""
    for node, name in names_in(tree):
        if name in WAYS_OUT or name.startswith(("QWebEngine", "QtWebEngine")):
            yield f"{at(path, node)}: {name} leads out of the kiosk"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if any(
                keyword.arg == "shell"
                and not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False)
                for keyword in node.keywords
            ):
                yield f"{at(path, node)}: shell=True"
            if isinstance(node.func, ast.Attribute) and node.func.attr in {"system", "popen"}:
                yield f"{at(path, node)}: os.{node.func.attr}"


def has_a_vague_name(path: Path, tree: ast.Module) -> Iterator[str]:
    """Names say what a thing is; nothing is a utility or a manager."""
    if VAGUE_WORDS & set(path.with_suffix("").parts):
        yield f"{path}: a vague module name"
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", node.name)}
            if words & VAGUE_WORDS:
                yield f"{at(path, node)}: {node.name} is a vague name"


def is_too_long(path: Path, tree: ast.Module) -> Iterator[str]:
    """A file and a function can be held in the head."""
    lines = max((getattr(node, "end_lineno", 0) or 0 for node in tree.body), default=0)
    if lines > MAX_FILE_LINES:
        yield f"{path}: {lines} lines, at most {MAX_FILE_LINES}"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION_LINES:
                yield f"{at(path, node)}: {node.name} has {length} lines, at most {MAX_FUNCTION_LINES}"


def prints(path: Path, tree: ast.Module) -> Iterator[str]:
    """Only the commands talk to a terminal."""
    if path.as_posix().startswith(COMMANDS):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"print", "input"}:
            yield f"{at(path, node)}: {node.func.id}()"


def speaks_sql(path: Path, tree: ast.Module) -> Iterator[str]:
    """Only the store knows SQL; the queue and the press pass its connection on. The hub has a database of its own."""
    if path.is_relative_to("kiosk/store") or path.is_relative_to("kiosk/hub"):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"execute", "executemany", "executescript"}:
            yield f"{at(path, node)}: .{node.attr}; SQL belongs into kiosk/store"


def says_not_why_it_exists(path: Path, tree: ast.Module) -> Iterator[str]:
    """Every module opens with one line that says why it exists."""
    docstring = ast.get_docstring(tree)
    if docstring is None and tree.body:
        yield f"{path}: no module docstring"


RULES: tuple[Rule, ...] = (
    reads_the_real_clock,
    opens_a_way_out,
    has_a_vague_name,
    is_too_long,
    prints,
    speaks_sql,
    says_not_why_it_exists,
)


def source_files(*folders: str) -> list[Path]:
    """Our Python files, relative to the root."""
    return sorted(path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*.py"))


def parsed(path: Path) -> ast.Module:
    """The tree of one of our files."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))
