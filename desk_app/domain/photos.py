"""What a visitor's photo may be: a small square, kept at this desk and nowhere else."""

SIDE_PX = 480
"""A photo is square and at most so wide."""

MOST_BYTES = 60_000
"""A photo as it is kept, a JPEG, holds at most so many bytes."""

MOST_FILE_BYTES = 20_000_000
"""A file to be read may hold so many bytes."""

MOST_PIXELS = 80_000_000
"""A picture to be read may have so many pixels, far beyond any phone's camera at the counter."""
