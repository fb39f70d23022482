"""The store: ledger, snapshots, contracts, SQL models, places and scopes."""
