"""Administrative units and their changes as committed facts; see README.md."""
