# Reference values from R's own stats package:
#
#     Rscript calculators.R > calculators_r.json
#
# R's rateratio.test is not in Debian, so its definition is computed from its parts: the limits are those that
# poisson.test gives for two counts (Clopper-Pearson on the conditional binomial), and the central p is twice the smaller
# tail of pbinom, at most 1. The p that poisson.test itself prints is the other convention (minimum likelihood); it is kept
# as p_minimum_likelihood, so that the test can show where the two differ.

number <- function(x) {
  if (length(x) == 0 || is.nan(x) || is.infinite(x)) "null" else sprintf("%.17g", x)
}
rows <- character()
put <- function(request, values, source) {
  pairs <- paste0('"', names(values), '": ', vapply(values, number, ""), collapse = ", ")
  rows[[length(rows) + 1]] <<- sprintf('{"request": {%s}, "values": {%s}, "source": "%s"}', request, pairs, source)
}

counts <- list(c(12, 20), c(5, 0), c(0, 5), c(0, 0), c(1, 1), c(1, 0), c(3, 9), c(24, 40), c(40, 24), c(100, 140),
               c(1000, 1100), c(1, 200), c(250, 2), c(30000, 31000), c(1000000, 1003000), c(10, 400))
exposures <- list(c(4000, 4100), c(1, 1), c(0.5, 12), c(90000, 300))
for (k in counts) for (e in exposures) for (level in c(0.9, 0.95, 0.99)) {
  share <- e[1] / sum(e)
  n <- sum(k)
  p <- if (n == 0) 1 else min(1, 2 * min(pbinom(k[1], n, share), pbinom(k[1] - 1, n, share, lower.tail = FALSE)))
  limits <- if (n == 0) c(0, Inf) else as.numeric(poisson.test(k, e, conf.level = level)$conf.int)
  put(sprintf('"method": "rate_ratio", "events": [%d, %d], "exposure": [%s, %s], "level": %s', k[1], k[2],
              number(e[1]), number(e[2]), number(level)),
      list(ratio = (k[1] / e[1]) / (k[2] / e[2]), lower = limits[1], upper = limits[2], p = p),
      "R poisson.test limits, central p from pbinom")
}

for (k in c(0, 1, 2, 7, 9, 10, 43, 1000, 1000000)) for (level in c(0.9, 0.95, 0.998)) {
  limits <- as.numeric(poisson.test(k, 365.25, conf.level = level)$conf.int)
  put(sprintf('"method": "rate", "events": %d, "exposure": 365.25, "interval": "exact", "level": %s', k, number(level)),
      list(estimate = k / 365.25, lower = limits[1], upper = limits[2]), "R poisson.test")
}

for (share in list(c(12, 40), c(0, 1), c(1, 1), c(0, 44), c(44, 44), c(7, 9), c(3, 1000000)))
  for (level in c(0.9, 0.95, 0.998)) {
    limits <- as.numeric(binom.test(share[1], share[2], conf.level = level)$conf.int)
    rows[[length(rows) + 1]] <- sprintf(
      '{"kernel": "clopper_pearson", "successes": %d, "n": %d, "level": %s, "values": {"lower": %s, "upper": %s}, "source": "R binom.test"}',
      share[1], share[2], number(level), number(limits[1]), number(limits[2]))
  }

# Where central and minimum-likelihood p differ: the convention is pinned by this row.
other <- poisson.test(c(3, 9), c(4000, 4100))$p.value
cat(sprintf('{"made_by": "%s",\n "minimum_likelihood_p": {"events": [3, 9], "exposure": [4000, 4100], "p": %s},\n "rows": [\n',
            R.version.string, number(other)))
cat(paste(rows, collapse = ",\n"))
cat("\n]}\n")
