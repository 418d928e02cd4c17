"""A peer as most would write it in Python: Strawberry types with resolvers, and DataLoaders against the N+1."""
