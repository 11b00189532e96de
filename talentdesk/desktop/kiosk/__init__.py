"""The public machine: one applicant at a time, by touch, nothing kept."""
