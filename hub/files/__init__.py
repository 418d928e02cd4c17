"""Files that members attach: what they are, and where their content lies."""
