"""The way out: pages, charts, exports and the command line."""
