//! How two copies of a document become one. Knows nothing of schools.
