"""One named enterprise in a topic: what it files, what it holds, who is near it."""
