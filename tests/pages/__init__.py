"""Journeys through the site in Chromium."""
