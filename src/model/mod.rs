//! The nouns of a pilot and what makes them valid. Knows nothing of files, merging or screens.
