"""A public machine: one applicant at a time, each in a process and a store of their own that end with them."""
