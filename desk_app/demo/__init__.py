"""A throw-away station with invented people, to try the app with."""
