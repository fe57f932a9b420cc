"""A scenario's runs beside the same model in numpy, draws beside numpy's, and best plans beside HiGHS, in one go.

    python3 -m venv venv && venv/bin/pip install numpy scipy
    venv/bin/python tests/bench/scenario.py

The numpy model is that of `tests/golden/simulation.py`: every operation over all runs at once.
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from timing import shortest

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent / "golden"))
import best_value  # noqa: E402
import simulation  # noqa: E402

build = ["cargo", "build", "--quiet", "--profile", "bench", "--no-default-features", "--features", "worker",
         "--example", "kernels"]
subprocess.run(build, check=True)
kernels = here.parents[1] / "target/release/examples/kernels"
scenario = json.loads(subprocess.run([kernels, "scenario"], check=True, capture_output=True, text=True).stdout)
ours = json.loads(subprocess.run([kernels, "5"], check=True, capture_output=True, text=True).stdout)


def scenario_of(runs):
    simulation.RUNS = runs
    simulation.run(scenario, np.random.default_rng(1))


sd = 1 / simulation.Z
rng = np.random.default_rng(1)
golden = json.loads((here.parent / "golden/best_value.json").read_text())["cases"]
budgets = [one["asked"] for one in golden if len(one["asked"]["offers"]) == 40 and len(one["asked"]["floors"]) == 6]
print("| work | ours, native | theirs | by | ratio |\n| --- | --- | --- | --- | --- |")
for name, by, work in [
    ("scenario, 1,000 runs", "numpy", lambda: scenario_of(1_000)),
    ("scenario, 100,000 runs", "numpy", lambda: scenario_of(100_000)),
    ("44 normal draws, 100,000 times", "numpy", lambda: rng.normal(0, sd, (100_000, 44))),
    ("44 lognormal draws, 100,000 times", "numpy", lambda: rng.lognormal(0, np.log(2) * sd, (100_000, 44))),
    ("best plan, 40 offers and 6 floors, ten times", "scipy’s milp (HiGHS)", lambda: [best_value.optimum(one) for one in budgets]),
]:
    theirs = shortest(3, work)
    print(f"| {name} | {ours[name]:.1f} | {theirs:.1f} | {by} | {theirs / ours[name]:.1f} |")
