//! Data to drawing, generic over the backend. Knows nothing of the page.
