"""A scenario's runs beside the same model in numpy, in one go.

    python3 -m venv venv && venv/bin/pip install numpy scipy
    venv/bin/python tests/bench/scenario.py

The numpy model is that of `tests/golden/simulation.py`: every operation over all runs at once.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent / "golden"))
import simulation  # noqa: E402

build = ["cargo", "build", "--quiet", "--profile", "bench", "--no-default-features", "--features", "worker",
         "--example", "kernels"]
subprocess.run(build, check=True)
kernels = here.parents[1] / "target/release/examples/kernels"
scenario = json.loads(subprocess.run([kernels, "scenario"], check=True, capture_output=True, text=True).stdout)
ours = json.loads(subprocess.run([kernels, "5"], check=True, capture_output=True, text=True).stdout)

print("| work | ours, native | numpy | ratio |\n| --- | --- | --- | --- |")
for runs, name in [(1_000, "scenario, 1,000 runs"), (100_000, "scenario, 100,000 runs")]:
    simulation.RUNS = runs
    theirs = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        simulation.run(scenario, np.random.default_rng(1))
        theirs = min(theirs, (time.perf_counter() - start) * 1e3)
    print(f"| {name} | {ours[name]:.1f} | {theirs:.1f} | {theirs / ours[name]:.1f} |")
