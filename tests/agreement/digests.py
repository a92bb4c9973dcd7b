"""Are the runs those of another state of the code? `python -m tests.agreement.digests FILE`, before a change and after.

The first time it plays generated worlds, every shipped scenario and the reference of the benchmarks, and keeps the
worlds with a digest of all that came out; then it plays the same worlds again, and names those that come out otherwise.
"""

import hashlib
import pickle
import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from whitesmoke.model.ensemble import ensemble
from whitesmoke.scenario import open_case
from whitesmoke.scenario.library import shipped

from tests.agreement.test_second import SMALL
from tests.generated import sketches, talking

WORLDS, RUNS, SEED = 700, 72, 7
ROOT = Path(__file__).parents[2]
MEETINGS, BARGAINED = (f"bargaining.mode={mode}" for mode in ("meetings", "bargained"))


def generated():
    """Return sketches of worlds, the same whenever the same versions make them."""
    found = []

    @seed(1)
    @settings(
        max_examples=WORLDS,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(sketches(), talking()))
    def collect(sketch):
        found.append(sketch)

    collect()
    return found


def scenarios():
    """Yield the names of worlds from files, with their arrays."""
    for name in [*(one.name for one in shipped()), str(ROOT / "benchmarks" / "reference.toml")]:
        changes = SMALL if name == "large-alliance" else ()
        for mode in (MEETINGS, BARGAINED):
            yield f"{Path(name).stem}, {mode}", open_case(name, [mode, *changes]).world


def digest(world):
    """Return a digest of all that comes out of some runs."""
    found = hashlib.sha256()
    for field in ensemble(world, RUNS, SEED):
        found.update(field.tobytes())
    return found.hexdigest()


def main(file):
    """Keep the digests, or compare with those kept. Returns how many differ."""
    kept = pickle.loads(file.read_bytes()) if file.exists() else {}
    worlds = {f"generated {x}": sketch for x, sketch in enumerate(kept.get("sketches") or generated())}
    found = {name: digest(sketch.build()) for name, sketch in worlds.items()}
    found |= {name: digest(world) for name, world in scenarios()}
    if not kept:
        file.write_bytes(pickle.dumps({"sketches": list(worlds.values()), "digests": found}))
    otherwise = [name for name, one in found.items() if kept and kept["digests"].get(name) != one]
    print(f"{len(found)} worlds, {len(found) * RUNS:,} runs {'compared' if kept else 'kept'}; otherwise: {otherwise}")
    return len(otherwise)


if __name__ == "__main__":
    sys.exit(min(1, main(Path(sys.argv[1]))))
