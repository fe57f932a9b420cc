"""The engine's kernels beside scipy and wildboottest, in one run, as ratios.

    python3 -m venv venv && venv/bin/pip install scipy wildboottest pandas
    venv/bin/python tests/bench/engine.py

Each figure is the shortest of several runs, in milliseconds; only the ratios are worth comparing.
"""

import json
import subprocess

import numpy as np
from scipy.stats import bootstrap, chi2, permutation_test
from timing import shortest
from wildboottest.wildboottest import WildboottestCL

rng = np.random.default_rng(1)
treated, others = rng.normal(size=20), rng.normal(size=24)


def difference(a, b, axis=-1):
    return a.mean(axis=axis) - b.mean(axis=axis)


def poisson():
    k = np.arange(1000)
    low = chi2.ppf(0.025, 2 * k) / 2
    low[0] = 0.0
    return low, chi2.ppf(0.975, 2 * k + 2) / 2


cluster = np.repeat(np.arange(12), 10)
after, inside = np.arange(120) % 2, (cluster < 4).astype(float)
X = np.column_stack([np.ones(120), after, after * inside, inside])
y = rng.normal(size=120)


def wild():
    boot = WildboottestCL(X=X, Y=y, cluster=cluster, R=np.array([0.0, 0, 1, 0]), B=99999, bootcluster=cluster, parallel=False)
    boot.get_scores(bootstrap_type="11", impose_null=True)
    boot.get_weights(weights_type="rademacher")
    boot.get_numer()
    boot.get_denom()
    boot.get_tboot()
    boot.get_vcov()
    boot.get_tstat()
    boot.get_pvalue(pval_type="two-tailed")


wild()
theirs = {
    "cluster bootstrap, 10,000": ("scipy.stats.bootstrap", shortest(7, lambda: bootstrap(
        (treated, others), difference, n_resamples=10_000, method="percentile", vectorized=True))),
    "randomisation, 10,000": ("scipy.stats.permutation_test", shortest(7, lambda: permutation_test(
        (treated, others), difference, n_resamples=10_000, vectorized=True))),
    "exact Poisson intervals, 1,000": ("scipy chi2.ppf, all at once", shortest(30, poisson)),
    "wild bootstrap, 12 clusters": ("wildboottest", shortest(7, wild)),
}
built = ["cargo", "bench", "--quiet", "--no-default-features", "--bench", "engine"]
ours = json.loads(subprocess.run(built, check=True, capture_output=True, text=True).stdout)
print("| work | ours, native | theirs | by | ratio |\n| --- | --- | --- | --- | --- |")
for name, mine in ours.items():
    other = theirs.get(name)
    rest = f"{other[1]:.2f} | {other[0]} | {other[1] / mine:.1f}" if other else "– | – | –"
    print(f"| {name} | {mine:.3f} | {rest} |")
