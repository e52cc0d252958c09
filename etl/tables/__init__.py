"""One module a published table; each makes its rows from the waist and from tables before it."""
