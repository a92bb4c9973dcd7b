"""How rules are compiled: all together, once.

By itself numba optimises every function together with all that it calls, and does so again in each of its callers. With
a hundred small rules that was nine tenths of the compile time, and the rules still called each other one by one. Here a
rule is only translated; the kernel that calls it is optimised as a whole, and most rules dissolve in it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numba
from llvmlite.binding import Linkage
from numba.core import event
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.extending import register_jitable

from whitesmoke.model.lang import Compiling
from whitesmoke.model.lang import records as _records  # noqa: F401 (tells numba how to read a packed tuple)

OPTIONS: dict[str, Any] = {"error_model": "numpy", "fastmath": False, "nogil": True}
"""One setting for all compiled code. Never fastmath: it reorders sums and breaks `exp`, and with them the agreement
of the drivers. "numpy": no quotient is asked whether it divides by 0, see docs/decisions/199."""
RULE: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""Rules are called by kernels only: no ways in from Python."""


FIRST, THEIR_SHARE = 15, 0.06
"""After so many rules it is told how long all will take; and the share of the time that these took when measured."""


class RuleLibrary(JITCodeLibrary):
    """The code of a rule as it was translated: neither optimised nor made executable."""

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """Return that there is no machine code to point to."""
        return 0

    @property
    def codegen(self) -> RuleLibrary:
        """Where numba wants to set the rule's environment of Python objects (it has none)."""
        return self

    def set_env(self, name: str, environment: Any) -> None:
        """Do nothing."""


class KernelLibrary(JITCodeLibrary):
    """A kernel with all the rules it calls. They are its own, so the optimiser is free to dissolve them in it."""

    def _optimize_final_module(self) -> None:
        for function in self._final_module.functions:
            if function.linkage == Linkage.linkonce_odr and not function.is_declaration:
                function.linkage = Linkage.internal
        super()._optimize_final_module()


class RuleCompiler(Compiler):
    """numba's pipeline, into a `RuleLibrary`."""

    def __init__(self, typing: Any, target: Any, library: Any, *rest: Any) -> None:
        super().__init__(typing, target, RuleLibrary(target.codegen(), "rule"), *rest)


class KernelCompiler(Compiler):
    """numba's pipeline, into a `KernelLibrary`."""

    def __init__(self, typing: Any, target: Any, library: Any, *rest: Any) -> None:
        kernel = KernelLibrary(target.codegen(), "kernel")
        kernel.enable_object_caching()
        super().__init__(typing, target, kernel, *rest)


def register(function: Callable[..., Any], inline: bool) -> None:
    """Make a rule known to compiled code."""
    register_jitable(**OPTIONS, **RULE, forceinline=inline, pipeline_class=RuleCompiler)(function)


class Clock(event.Listener):
    """Tells how long a kernel takes to compile. numba has no such event where it comes from the cache."""

    def __init__(self, kernel: Any, kept: bool, tell: Sequence[Callable[[Compiling], None]]) -> None:
        self.kernel, self.kept, self.tell = kernel, kept, tell
        self.started, self.begun = 0.0, 0

    def on_start(self, found: Any) -> None:
        """Note that the kernel, or one of the rules it calls, is begun."""
        if found.data["dispatcher"] is self.kernel:
            self.started, self.begun = time.monotonic(), 0
        self.begun += 1
        if self.begun == FIRST and self.started:
            self.say((time.monotonic() - self.started) / THEIR_SHARE, over=False)

    def on_end(self, found: Any) -> None:
        """Note that one of them is done; the kernel is last."""
        if found.data["dispatcher"] is self.kernel:
            self.say(time.monotonic() - self.started, over=True)
            self.started = 0.0

    def say(self, seconds: float, over: bool) -> None:
        """Tell everybody who wants to know."""
        for tell in self.tell:
            tell(Compiling(seconds, over, self.kept))


def compile_kernel[F: Callable[..., Any]](
    function: F, cache_folder: Path | None, tell: Sequence[Callable[[Compiling], None]] = ()
) -> F:
    """Compile a loop over rules, or take it from the cache, if there is a folder for one; `tell` how long it takes."""
    if cache_folder is not None:
        numba.config.CACHE_DIR = str(cache_folder)
    compiled: F = numba.njit(cache=cache_folder is not None, pipeline_class=KernelCompiler, **OPTIONS)(function)
    event.register("numba:compile", Clock(compiled, cache_folder is not None, tell))
    return compiled
