"""Vietnamese text as offices type it: one spelling, one set of spaces, numbers read with care."""
