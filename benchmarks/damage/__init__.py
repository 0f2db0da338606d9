"""Clean code of installed packages, and the slips of syntax that people make in such code: both seeded."""
