"""What a frontend sees: Strawberry types whose fields say which column, relation or function they are."""
