//! Questions asked of a model, answered with `stats`. Knows nothing of files or screens.
