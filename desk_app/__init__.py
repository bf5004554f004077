"""Station Desk (驿站前台): the front-desk app of a community service station."""

__version__ = "0.1.0"
