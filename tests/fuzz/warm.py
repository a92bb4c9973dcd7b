"""Everything that a loader may import, so that a child of the fuzzer begins with it."""

import sim.cli
import sim.commands.folder
import sim.commands.many
import sim.commands.scenarios
import sim.commands.sweep
import sim.experiment.codebook
import sim.experiment.export
import sim.experiment.report
import sim.experiment.stata
import sim.explain
import sim.inference.calibration.calibrate
import sim.inference.posterior
import sim.show
import sim.view.upload
import sim.view.variant  # noqa: F401
