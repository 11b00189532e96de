"""What comes in from strangers: looked into by a process that may use little and knows no secret."""
