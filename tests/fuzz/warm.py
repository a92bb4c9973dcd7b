"""Everything that a loader may import, so that a child of the fuzzer begins with it."""

from importlib import import_module

for name in (
    "commands.cli",
    "commands.folder",
    "commands.many",
    "commands.scenarios",
    "commands.sweep",
    "evidence.calibration.calibrate",
    "evidence.posterior",
    "evidence.series.opened",
    "page.upload",
    "page.variant",
    "study.codebook",
    "study.export",
    "study.report",
    "study.stata",
    "telling.explain",
    "telling.show",
):
    import_module(f"whitesmoke.{name}")
for name in ("networkx", "pyarrow.dataset", "pyarrow.parquet.encryption", "xml.etree.ElementTree"):
    import_module(name)  # what these import only where it is needed
