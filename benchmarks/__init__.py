"""Measurements as ratios against a named baseline of the same run. Never part of the tests."""
