"""What went wrong, and where: errors taken apart into the node of the cell, the live object and the name at fault.

Several fixers answer the same failure from one reading of it; nothing here proposes anything.
"""
