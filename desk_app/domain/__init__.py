"""What is true at a station: decisions in plain Python, no storage, no screens."""
