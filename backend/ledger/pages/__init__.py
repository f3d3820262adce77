"""The console pages of the ledger: funds, statements, batches."""
