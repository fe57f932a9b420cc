"""Reference values of the special functions: mpmath with 45 digits.

    python3 -m venv venv && venv/bin/pip install mpmath scipy
    venv/bin/python special.py > special.json

Every argument is a float that JSON carries exactly, so each value is the true function of exactly that float.
"""

import json

import mpmath
from mpmath import mp, mpf, erfc, exp, findroot, gammainc, inf, log, loggamma, sqrt
from scipy.special import gammainccinv, gammaincinv
from scipy.stats import t as student

mp.dps = 45
TINY = mpf(10) ** -290
rows = []


def put(function, arguments, value):
    if value == 0 or abs(value) > TINY:
        rows.append({"function": function, "arguments": [float(a) for a in arguments], "value": float(value)})


def series_p(a, x):
    """P(a, x) by its all-positive series: safe at any size, unlike a general routine."""
    a, x = mpf(a), mpf(x)
    term, total, shape = mpf(1), mpf(1), a
    while term > total * mpf(10) ** -40:
        shape += 1
        term *= x / shape
        total += term
    return exp(a * log(x) - x - loggamma(a + 1)) * total


def fraction_q(a, x):
    """Q(a, x) by the continued fraction, for x well above a."""
    a, x = mpf(a), mpf(x)
    b = x + 1 - a
    c, d = mpf(10) ** 300, 1 / b
    h, i = d, 0
    while True:
        i += 1
        an = -i * (i - a)
        b += 2
        d = 1 / (an * d + b)
        c = b + an / c
        h *= c * d
        if abs(c * d - 1) < mpf(10) ** -40:
            return h * exp(a * log(x) - x - loggamma(a))


def gamma_tails(a, x):
    if a > 50:
        if x < a:
            p = series_p(a, x)
            return p, 1 - p
        q = fraction_q(a, x)
        return 1 - q, q
    return (gammainc(mpf(a), 0, mpf(x), regularized=True), gammainc(mpf(a), mpf(x), inf, regularized=True))


def beta_lower(a, b, x):
    """I_x(a, b): by the all-positive series (DLMF 8.17.8), or, where that is long, the continued fraction 8.17.22."""
    a, b, x = mpf(a), mpf(b), mpf(x)
    front = exp(a * log(x) + b * log(1 - x) - log(a) - (loggamma(a) + loggamma(b) - loggamma(a + b)))
    if max(a, b) > 100:
        if x > (a + 1) / (a + b + 2):
            return 1 - beta_lower(b, a, 1 - x)
        c, d = mpf(1), 1 / (1 - (a + b) * x / (a + 1))
        h, m = d, 0
        while True:
            m += 1
            even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d, c = 1 / (1 + even * d), 1 + even / c
            h *= c * d
            odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d, c = 1 / (1 + odd * d), 1 + odd / c
            h *= c * d
            if abs(c * d - 1) < mpf(10) ** -38:
                return front * h
    term, total, n = mpf(1), mpf(1), 0
    while True:
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
        if term < total * mpf(10) ** -40 and (a + b + n) / (a + 1 + n) * x < 1:
            return front * total


for a in [0.01, 0.1, 0.5, 0.9, 1.0, 1.5, 2.0, 5.0, 7.5, 12.0, 16.0, 17.0, 40.5, 100.0, 313.0, 1000.0, 31415.5, 1e6]:
    spots = {a * r for r in (1e-6, 0.01, 0.2, 0.5, 0.8, 0.99, 1.0, 1.01, 1.25, 2.0, 4.0, 20.0)}
    spots |= {a + z * a**0.5 for z in (-30, -12, -6, -3, -1, 1, 3, 6, 12, 30) if a + z * a**0.5 > 0}
    for x in sorted(spots):
        p, q = gamma_tails(a, x)
        put("gamma_p", [a, x], p)
        put("gamma_q", [a, x], q)

for a, b in [(0.5, 0.5), (0.5, 3), (2, 0.5), (21.5, 0.5), (500, 0.5), (500000, 0.5), (1, 1), (1, 30), (2, 3), (9, 1), (12, 3),
             (8.5, 7.5), (40, 60), (300, 7), (7, 1000), (1000, 1000), (5000, 20000), (1e6, 1e6), (3, 1e6), (1e6, 12)]:
    mean = a / (a + b)
    spread = (mean * (1 - mean) / (a + b + 1)) ** 0.5
    spots = {mean + z * spread for z in (-30, -12, -6, -3, -1, 0, 1, 3, 6, 12, 30)}
    spots |= {mean * 0.01, mean * 0.5, 1 - (1 - mean) * 0.5, 1 - (1 - mean) * 0.125, 0.25, 0.75}
    for x in sorted(s for s in spots if 0 < s < 1):
        # 1 − x is exact in forty-five digits.
        if max(a, b) > 2e4 and abs(x - mean) > 40 * spread:
            continue
        lower = beta_lower(a, b, x) if x <= mean else 1 - beta_lower(b, a, 1 - mpf(x))
        upper = 1 - lower if x <= mean else beta_lower(b, a, 1 - mpf(x))
        put("beta_lower", [a, b, x], lower)
        put("beta_upper", [a, b, x], upper)

for z in [-37.0, -30.5, -20.1, -12.3, -8.0, -6.1, -3.3, -1.96, -1.0, -0.3, -1e-5, 0.0, 0.7, 1.644853627, 2.5, 5.0, 8.0]:
    put("normal_cdf", [z], erfc(-mpf(z) / sqrt(mpf(2))) / 2)

for p in [1e-280, 1e-100, 1e-30, 1e-16, 1e-8, 0.0005, 0.005, 0.025, 0.05, 0.1, 0.25, 0.3, 0.4, 0.499, 0.6, 0.975, 0.9995]:
    guess = sqrt(-2 * log(min(p, 1 - p))) * (-1 if p < 0.5 else 1) * (mpf("0.95") if min(p, 1 - p) < 1e-4 else mpf("0.8"))
    root = findroot(lambda z: log(erfc(-z / sqrt(mpf(2))) / 2) - log(mpf(p)), guess)
    put("normal_quantile", [p], root)


def newton(tail, start, target):
    """Solves tail(u) = target in ln u on ln tail, by secants from scipy's answer."""
    target, t0 = log(mpf(target)), log(mpf(float(start)))
    t1 = t0 + mpf(10) ** -7
    g0, g1 = log(tail(exp(t0))) - target, log(tail(exp(t1))) - target
    for _ in range(40):
        if g1 == g0 or abs(t1 - t0) < mpf(10) ** -25:
            return exp(t1)
        t0, t1, g0 = t1, t1 - g1 * (t1 - t0) / (g1 - g0), g1
        g1 = log(tail(exp(t1))) - target
    raise ArithmeticError(f"no root near {start}")


def student_two_sided(t, df):
    t, df = mpf(t), mpf(df)
    x = df / (df + t * t)
    return beta_lower(df / 2, mpf(1) / 2, x) if t * t > 1 else 1 - beta_lower(mpf(1) / 2, df / 2, 1 - x)


for df in [1, 2, 3, 4.7, 5, 10, 19, 43, 100, 999, 100000]:
    for t in [1e-8, 0.1, 0.7, 1.3, 2.0, 2.1, 4.0, 8.0, 15.0, 60.0, 1e4]:
        if df > 500 and t > 30:
            continue
        put("student_two_sided", [t, df], student_two_sided(t, df))
    for p in [1e-20, 1e-9, 1e-4, 0.005, 0.025, 0.05, 0.2, 0.45, 0.4999]:
        put("student_quantile", [p, df], -newton(lambda t: student_two_sided(t, df) / 2, -student.ppf(p, df), p))

for a in [0.5, 1, 2, 3, 7.5, 10, 43, 250, 1000, 100000]:
    for q in [1e-200, 1e-30, 1e-9, 0.0005, 0.005, 0.025, 0.1, 0.5]:
        low, high = gammaincinv(a, q), gammainccinv(a, q)
        if low > 1e-290:
            put("gamma_p_inverse", [a, q], newton(lambda x: gamma_tails(a, x)[0], low, q))
        put("gamma_q_inverse", [a, q], newton(lambda x: gamma_tails(a, x)[1], high, q))

print('{"made_by": "mpmath %s",\n "rows": [' % mpmath.__version__)
print(",\n".join(json.dumps(row) for row in rows))
print("]}")
