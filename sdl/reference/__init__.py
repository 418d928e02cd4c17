"""The reference of the API as pages of Markdown: made of its schema, the examples, the refusals and the changelog."""
