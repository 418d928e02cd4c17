"""Use cases: what a mutation does, the subscription feed, the request context."""
