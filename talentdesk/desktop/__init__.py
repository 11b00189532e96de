"""What is seen: the only place that imports Qt."""
