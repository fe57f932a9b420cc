//! The state of the app as a value: document, commands, undo, queries. Knows nothing of storage or screens.
