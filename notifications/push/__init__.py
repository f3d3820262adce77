"""Push 推送: from a due delivery to a provider's answer.

`deliver` leases due rows, sends them without an open transaction and writes the outcomes under
the lease. `port` is what a provider must offer; `fcm` is the first provider. The retry, the pace
and the pause are ours; a provider's own retries are off.
"""
