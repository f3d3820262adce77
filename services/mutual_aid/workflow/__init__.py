"""The verbs of mutual aid: plans, batches, rosters, fees, cover. The only writer of states.

- `plans`: `load`; `plan_life`: `propose`, `approve`, `decline`, `withdraw`
- `dry_runs`: `ask`; `dry_running.run_dry` computes it
- `opening`: `open_batch`, `join_alone`
- `rosters`: `upload`; `reading.read_upload` reads it
- `batches`: `confirm_unit`, `send_back`, `record_fee`, `confirm_upper`, `make_void`
- `cover`: `put_in_force`, `cover_members`, `take_over`
"""
