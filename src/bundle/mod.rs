//! The file that travels: envelope, kinds, versions, import plans, tables. Knows nothing of screens.
