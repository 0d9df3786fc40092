"""What changes seats, invitations and claims; each act is atomic, recorded and told."""


class UnableTo(Exception):
    """An act that may not be done, and why, in words for the person who tried."""
