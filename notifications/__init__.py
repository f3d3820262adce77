"""Notifications 消息: the one way out of the house to a person.

Four levels. An *event* is written by a verb in its own transaction (`outbox.post`). The relay
gives it a gapless feed position and turns it into an *inbox item* of one person or a *notice*
that a cohort reads. A *delivery* is one attempt chain towards one device. The inbox is the
record; push, websocket and text message are hints that may fail without loss.

PostgreSQL is the truth for all four. The broker and the channel layer carry wake-ups only and
may be flushed at any moment.

Public surface: `outbox.post`, `outbox.post_many`, `outbox.notice`, `topics.Topic`, `workflow`
(verbs of a reader), `queries` (reads), `sms.send_code`, `live.websocket_app`.
"""
