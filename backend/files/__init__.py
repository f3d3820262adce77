"""Files 附件: private attachments, from a hostile upload to a clean sealed copy.

An upload (tus or a plain form) lies in quarantine until a killable subprocess has decoded and
re-encoded it; only the re-encoded variants are kept, sealed with a key of their own. Nothing is
public: the capability that holds the case decides who may read.

Public surface: `attachments` (attach, send, open_variant, as_file), `forms.receive`, `links`,
`workbooks.inspect`.
"""
