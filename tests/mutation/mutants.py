"""Small faults, planted one at a time: what a slip of the hand could have made of the sources."""

from __future__ import annotations

import ast
import copy
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FOLDERS = ("sim/whitesmoke/model/rules", "sim/whitesmoke/model/phases")
FILES = (
    "sim/whitesmoke/model/rng.py",
    "sim/whitesmoke/model/round.py",
    "sim/whitesmoke/evidence/record/likelihood.py",
    "sim/whitesmoke/evidence/analysis/scores.py",
)
NOTHING_CHANGES = {"__init__.py", "foresight.py"}
"""files without anything that a test could see"""
PER_FILE = 2
"""mutants of a file that come first, however long the others are"""

EDGES: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    **{ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult},
    **{ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitXor: ast.BitOr, ast.BitAnd: ast.BitOr},
}
WHOLES = {"w", "s", "world", "seen", "self"}
"""arguments that no other can be taken for: a call with them turned round would not get far"""
LARGER_OR_SMALLER = ("max", "min", "np.maximum", "np.minimum")


class Mutant(NamedTuple):
    """One fault: where, what was written there, and what is written now."""

    file: str
    line: int
    where: str
    """function, or empty for what stands outside of all"""
    before: str
    after: str
    path: tuple
    """the way from the module to what changes"""
    change: ast.AST

    @property
    def tree(self) -> ast.Module:
        """Return the whole module with the fault."""
        faulty = _parsed(self.file)
        _put(faulty, self.path, self.change)
        return ast.fix_missing_locations(faulty)

    @property
    def name(self) -> str:
        """Return what tells it from the others and stays when lines move."""
        return f"{self.file} {self.where}: {self.before} -> {self.after}"


def sources() -> list[str]:
    """Return the files that mutants are made of."""
    inside = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.py"))]
    return [str(path.relative_to(ROOT)) for path in inside if path.name not in NOTHING_CHANGES] + list(FILES)


def chosen(number: int, seed: int, files: list[str] | None = None) -> list[Mutant]:
    """Return some mutants, all if number is 0: a few of every file, then the rest in an order that the seed decides."""
    ranked = []
    for file in files or sources():
        ordered = sorted(mutants_of(file), key=lambda mutant: zlib.crc32(f"{seed} {mutant.name}".encode()))
        ranked += [(rank >= PER_FILE, zlib.crc32(f"{seed} {m.name}".encode()), m) for rank, m in enumerate(ordered)]
    ranked.sort(key=lambda entry: entry[:2])
    return [mutant for *_, mutant in ranked[: number or None]]


def mutants_of(file: str) -> list[Mutant]:
    """Return every mutant of a file; of two that read the same, the first."""
    tree = _parsed(file)
    found: dict[str, Mutant] = {}
    for where, path, node in list(_places(tree, "", ())):
        seen = path[:-1] if isinstance(node, ast.Constant | ast.Tuple) else path
        changes = faults(node)
        before = _text(_at(tree, seen), node) if changes else ""
        for change in changes:
            _put(tree, path, change)
            mutant = Mutant(file, node.lineno, where, before, _text(_at(tree, seen), change), path, change)
            found.setdefault(mutant.name, mutant)
        _put(tree, path, node)
    return list(found.values())


def _parsed(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text(encoding="utf-8"))


def _places(node: ast.AST, where: str, path: tuple) -> Iterator[tuple[str, tuple, ast.AST]]:
    """Every expression and statement, with its function and the way to it; no annotation, default or docstring."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "args" if not isinstance(node, ast.Call) else ""):
            continue
        for at, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or _is_text(child):
                continue
            here = (*path, (field, at))
            inside = f"{where}.{child.name}".strip(".") if isinstance(child, ast.FunctionDef | ast.ClassDef) else where
            yield inside, here, child
            yield from _places(child, inside, here)


def _is_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Raise | ast.JoinedStr | ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")  # never run
    )


def _at(node: ast.AST, path: tuple) -> ast.AST:
    for field, at in path:
        node = getattr(node, field) if at is None else getattr(node, field)[at]
    return node


def _put(tree: ast.AST, path: tuple, change: ast.AST) -> None:
    holder, (field, at) = _at(tree, path[:-1]), path[-1]
    if at is None:
        setattr(holder, field, change)
    else:
        getattr(holder, field)[at] = change


def _text(around: ast.AST, node: ast.AST) -> str:
    """Return the first line of the source; a number is told with what stands around it, unless that is a block."""
    return ast.unparse(node if hasattr(around, "body") else around).splitlines()[0]


def faults(node: ast.AST) -> list[ast.AST]:
    """Return what may stand in place of a node."""
    return [fault for make in MAKERS.get(type(node), ()) for fault in make(node)]


def _with(node: ast.AST, **fields: object) -> ast.AST:
    other = copy.deepcopy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _comparison(node: ast.Compare) -> Iterator[ast.AST]:
    for at, op in enumerate(node.ops):
        for other in EDGES.get(type(op), ()):
            yield _with(node, ops=[*node.ops[:at], other(), *node.ops[at + 1 :]])


def _arithmetic(node: ast.BinOp | ast.AugAssign) -> Iterator[ast.AST]:
    if type(node.op) in OPERATORS:
        yield _with(node, op=OPERATORS[type(node.op)]())


def _sign(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if not isinstance(node.operand, ast.Constant):
        yield node.operand


def _either(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    yield from node.values


def _number(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield _with(node, value=not node.value)
    elif isinstance(node.value, int):
        yield _with(node, value=node.value + 1)
    elif isinstance(node.value, float):
        yield _with(node, value=node.value * 1.25 or 1.0)
    if node.value == 0.0 and isinstance(node.value, float):
        yield _with(node, value=0.01)


def _condition(node: ast.If | ast.While | ast.IfExp) -> Iterator[ast.AST]:
    yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))


def _returned(node: ast.Return) -> Iterator[ast.AST]:
    if node.value is not None and not isinstance(node.value, ast.Constant):
        yield _with(node, value=ast.Constant(0))


def _swapped(node: ast.Tuple) -> Iterator[ast.AST]:
    """An index i, k becomes k, i."""
    if len(node.elts) == 2 and isinstance(node.ctx, ast.Load):
        yield _with(node, elts=node.elts[::-1])


def _call(node: ast.Call) -> Iterator[ast.AST]:
    """Two neighbouring arguments change places; a larger-of or a range loses one."""
    called, given = ast.unparse(node.func), node.args
    for at in range(len(given) - 1):
        if called not in LARGER_OR_SMALLER and not {ast.unparse(one) for one in given[at : at + 2]} & WHOLES:
            yield _with(node, args=[*given[:at], given[at + 1], given[at], *given[at + 2 :]])
    if called in LARGER_OR_SMALLER and len(given) == 2:
        yield from given
    if called == "range":
        yield _with(node, args=[*given[:-1], ast.BinOp(given[-1], ast.Sub(), ast.Constant(1))])


def _left_out(node: ast.AST) -> Iterator[ast.AST]:
    yield ast.Pass()


def _call_left_out(node: ast.Expr) -> Iterator[ast.AST]:
    if isinstance(node.value, ast.Call):
        yield ast.Pass()


MAKERS: dict[type[ast.AST], tuple[Callable[..., Iterator[ast.AST]], ...]] = {
    ast.Compare: (_comparison,),
    ast.BinOp: (_arithmetic,),
    ast.AugAssign: (_arithmetic, _left_out),
    ast.UnaryOp: (_sign,),
    ast.BoolOp: (_either,),
    ast.Constant: (_number,),
    ast.If: (_condition,),
    ast.While: (_condition,),
    ast.IfExp: (_condition,),
    ast.Return: (_returned,),
    ast.Tuple: (_swapped,),
    ast.Call: (_call,),
    ast.Expr: (_call_left_out,),
}
