"""The read engine: a GraphQL operation becomes one SQL statement for each list level, and the rows become JSON."""
