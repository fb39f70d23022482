"""From cells to columns: which form a sheet holds, where its head ends, what each row is."""
