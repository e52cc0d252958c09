"""One module a published table; each makes its frame from the waist and from tables before it."""
