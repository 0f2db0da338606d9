"""The numbered, additive migrations of the trace database: `0001_….sql` makes schema 1, and so on. Never edit an old one."""
