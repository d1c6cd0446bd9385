"""How the tables came to be: one file a change, run in order by `store.migrating`."""
