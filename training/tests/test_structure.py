"""Rules for the package as a whole: no import leads back to itself, and no folder or file grows too large."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

TRAINING = Path(__file__).parents[1]
FILES = sorted(TRAINING.rglob("*.py"))
SIBLINGS, LINES = 20, 300


def imports(path: Path) -> set[str]:
    """Returns the modules of this package that a file imports, other than for type checking alone."""
    tree = ast.parse(path.read_text("utf8"))
    for_types = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test)
        for node in ast.walk(block)
    }
    return {
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and id(node) not in for_types
        and (node.module or "").startswith("training")
    }


def test_no_module_imports_itself_by_way_of_others():
    graph = {}
    for path in FILES:
        parts = path.relative_to(TRAINING.parent).with_suffix("").parts
        graph[".".join(parts).removesuffix(".__init__")] = imports(path)
    TopologicalSorter(graph).prepare()  # raises CycleError with the cycle


def test_folders_and_files_stay_small():
    for folder in {path.parent for path in FILES}:
        assert len(list(folder.glob("*.py"))) <= SIBLINGS, folder
    for path in FILES:
        assert len(path.read_text("utf8").splitlines()) <= LINES, path
