"""What the public may see of a penalty decision, how the rest is hidden, when it must appear and when it goes."""
