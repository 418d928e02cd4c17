"""Many rows at once, by who runs the hub or in a member's name: all of them by the rules that one row has, or none."""
