//! One seeded generator, the same on every platform. Knows nothing of what is drawn with it.
