"""APIs that were renamed, moved or removed: the table of them, and the rewriting of what uses them."""
