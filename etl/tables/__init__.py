"""Tables as rows: the walk under a head, and one module a form that turns rows into facts."""
