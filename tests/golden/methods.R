# Reference values of effects, pooling, paired answers and CR2 from R:
#
#     apt-get install r-base-core r-cran-metafor r-cran-clubsandwich
#     Rscript methods.R > methods_r.json
#
# The regression's rows are those of methods_python.json, so that one request has both packages' answers.

suppressPackageStartupMessages({library(metafor); library(clubSandwich)})

number <- function(x) {
  if (length(x) == 0 || is.na(x) || is.infinite(x)) "null" else sprintf("%.17g", x)
}
rows <- character()
put <- function(request, values, source, tolerance = 1e-11) {
  pairs <- paste0('"', names(values), '": ', vapply(values, number, ""), collapse = ", ")
  rows[[length(rows) + 1]] <<- sprintf('{"request": {%s}, "values": {%s}, "source": "%s", "tolerance": %g}', request, pairs, source, tolerance)
}
list_of <- function(x) paste0("[", paste(vapply(x, number, ""), collapse = ", "), "]")
group <- function(m, s, n) sprintf('{"mean": %s, "sd": %s, "n": %d}', number(m), number(s), n)
course <- function(g) sprintf('"pre_mean": %s, "post_mean": %s, "pre_sd": %s, "n": %d, "r": %s',
                              number(g[1]), number(g[2]), number(g[3]), as.integer(g[4]), number(g[5]))

for (g in list(c(104, 14, 22, 99, 15, 25), c(100, 15, 2, 100, 15, 2), c(80, 10, 6, 95, 0.5, 9), c(10.5, 2, 400, 10.1, 2.2, 380),
               c(100.2, 15, 50000, 100, 15, 60000), c(1, 0, 5, 2, 1, 5))) {
  e <- escalc("SMD", m1i = g[1], sd1i = g[2], n1i = g[3], m2i = g[4], sd2i = g[5], n2i = g[6], vtype = "LS")
  for (level in c(0.9, 0.95)) {
    z <- qnorm((1 - level) / 2, lower.tail = FALSE) * sqrt(e$vi)
    put(sprintf('"method": "effect", "treated": %s, "control": %s, "level": %s', group(g[1], g[2], g[3]), group(g[4], g[5], g[6]), number(level)),
        list(g = e$yi, variance = e$vi, lower = e$yi - z, upper = e$yi + z), "metafor escalc SMD",
        # Two logarithms of a million cancel in metafor's J; mpmath's is in methods_python.json.
        if (g[3] > 1000) 1e-9 else 1e-11)
  }
}

courses <- list(c(85, 91, 12, 24, 0.7), c(100, 100, 15, 12, 0.5), c(70, 95, 8, 3, 0.2), c(90, 88, 14, 400, 0.9), c(85, 90, 12, 4, -0.4),
                c(85, 86, 12, 20000, 1))
smcr <- function(g) escalc("SMCR", m1i = g[2], m2i = g[1], sd1i = g[3], ni = g[4], ri = g[5], vtype = "LS")
for (g in courses) {
  e <- smcr(g)
  z <- qnorm(0.975) * sqrt(e$vi)
  put(sprintf('"method": "change", %s', course(g)), list(g = e$yi, variance = e$vi, lower = e$yi - z, upper = e$yi + z), "metafor escalc SMCR")
}
for (pair in list(c(1, 2), c(4, 2), c(3, 5), c(2, 2))) {
  a <- smcr(courses[[pair[1]]]); b <- smcr(courses[[pair[2]]])
  d <- a$yi - b$yi; v <- a$vi + b$vi; z <- qnorm(0.975) * sqrt(v)
  put(sprintf('"method": "change_versus_control", "treated": {%s}, "control": {%s}', course(courses[[pair[1]]]), course(courses[[pair[2]]])),
      list(difference = as.numeric(d), variance = as.numeric(v), lower = as.numeric(d - z), upper = as.numeric(d + z)), "two metafor escalc SMCR")
}

pools <- list(list(y = c(0.1, 0.3, 0.35, 0.65, 0.45, 0.15), v = c(0.03, 0.03, 0.05, 0.01, 0.05, 0.02)), list(y = c(0.2, 0.2, 0.2), v = c(0.1, 0.2, 0.05)),
              list(y = c(0.4), v = c(0.02)), list(y = c(-1, 2), v = c(0.001, 0.002)), list(y = rep(c(0.1, -0.1), 20), v = seq(0.01, 0.4, length.out = 40)))
for (pool in pools) for (model in c("fixed", "random")) {
  fit <- rma(yi = pool$y, vi = pool$v, method = if (model == "fixed") "FE" else "DL")
  effects <- paste(sprintf('{"estimate": %s, "variance": %s}', vapply(pool$y, number, ""), vapply(pool$v, number, "")), collapse = ", ")
  put(sprintf('"method": "pool", "effects": [%s], "model": "%s"', effects, model),
      list(estimate = fit$b[1], lower = fit$ci.lb, upper = fit$ci.ub, q = fit$QE, df = length(pool$y) - 1, tau2 = fit$tau2,
           i2 = if (length(pool$y) == 1) 0 else max(0, 100 * (fit$QE - length(pool$y) + 1) / fit$QE)), "metafor rma FE, DL", 1e-9)
}

for (table in list(c(10, 5, 12, 20), c(0, 1, 9, 0), c(3, 40, 12, 8), c(5, 6, 6, 5), c(1, 0, 7, 1))) {
  m <- matrix(table, 2, byrow = TRUE)
  plain <- mcnemar.test(m, correct = FALSE); corrected <- mcnemar.test(m)
  exact <- binom.test(m[1, 2], m[1, 2] + m[2, 1])$p.value
  put(sprintf('"method": "paired_yes_no", "table": [[%d, %d], [%d, %d]]', table[1], table[2], table[3], table[4]),
      list(chi2 = plain$statistic, p = plain$p.value, chi2_corrected = corrected$statistic, p_corrected = corrected$p.value, p_exact = exact),
      "R mcnemar.test, binom.test")
}

set.seed(20191104)
ratings <- list(list(c(3.1, 2.2, 4.5, 3.3, 2.9, 5.2), c(3.5, 3.0, 4.1, 4.9, 3.8, 6.5)), list(c(1), c(2.5)), list(rnorm(30), rnorm(30, 0.3)), list(rnorm(49), rnorm(49)),
                list(sample(1:5, 40, TRUE), sample(2:5, 40, TRUE)), list(c(3, 3, 4, 2, 5, 3, 3), c(4, 4, 4, 3, 5, 5, 4)), list(rnorm(80), rnorm(80, 0.2)),
                list(sample(1:5, 300, TRUE), sample(1:5, 300, TRUE)))
for (pair in ratings) {
  before <- pair[[1]]; after <- pair[[2]]
  two <- suppressWarnings(wilcox.test(after, before, paired = TRUE, conf.int = TRUE))
  one <- suppressWarnings(wilcox.test(after, before, paired = TRUE, alternative = "greater"))
  d <- after - before
  exact <- length(d) < 50 && !any(d == 0) && !any(duplicated(abs(d)))
  # With ties R looks for shift and limits by bisection and stops within 1e-4; here they stand at a mean of two differences.
  request <- sprintf('"method": "paired_ratings", "before": %s, "after": %s', list_of(before), list_of(after))
  put(request, list(v = two$statistic, p_two_sided = two$p.value, p_one_sided = one$p.value), "R wilcox.test", 1e-10)
  if (exact) put(request, list(shift = two$estimate, lower = two$conf.int[1], upper = two$conf.int[2]), "R wilcox.test, exact", 1e-9)
  # Five pairs cannot reach 95%: R then lowers the level, where the widest interval is given here.
  else if (sum(d != 0) > 6) {
    limits <- if (all(d == round(d))) round(two$conf.int, 3) else two$conf.int
    put(request, list(lower = limits[1], upper = limits[2]), "R wilcox.test, bisection to 1e-4", 3e-4)
  }
}

text <- readLines("methods_python.json")
for (line in text[grepl('"cluster_regression"', text)]) {
  array <- function(name) {
    inner <- sub(sprintf('.*"%s":\\[([^]]*)\\].*', name), "\\1", line)
    strsplit(gsub('"', "", inner), ",")[[1]]
  }
  y <- as.numeric(array("y")); cluster <- array("cluster")
  names <- c("after", "both", if (grepl("covariate 0", line)) "covariate 0", if (grepl("covariate 1", line)) "covariate 1", "treated")
  x <- sapply(names, function(name) as.numeric(array(name)))
  fit <- lm(y ~ x)
  tests <- coef_test(fit, vcov = "CR2", cluster = cluster, test = "Satterthwaite")
  row <- tests[match("xboth", names(coef(fit))), ]
  reach <- qt(0.975, row$df_Satt) * row$SE
  request <- sub('^\\{"request":\\{(.*)\\},"values".*$', "\\1", line)
  put(request, list(coefficient = row$beta, se_cr2 = row$SE, df = row$df_Satt, p = row$p_Satt, lower = row$beta - reach, upper = row$beta + reach),
      "clubSandwich coef_test CR2 Satterthwaite", 1e-8)
}

cat(sprintf('{"made_by": "R %s, metafor %s, clubSandwich %s",\n "rows": [\n', getRversion(), packageVersion("metafor"), packageVersion("clubSandwich")))
cat(paste(rows, collapse = ",\n"))
cat("\n]}\n")
