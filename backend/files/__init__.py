"""Files 附件: private attachments, from a hostile upload to a clean sealed copy.

An upload (tus or a plain form) lies in quarantine until a killable subprocess has decoded and
re-encoded it; only the re-encoded variants are kept, sealed with a key of their own. Nothing is
public: the capability that holds the case decides who may read.

Of a photograph it is also told what is poor about it (`advice`) and which others look like it
(`likeness`); an invoice may be read by a program of the operator's (`ocr`).

Public surface: `attachments` (attach, send, open_variant, as_file), `forms.receive`, `links`,
`workbooks.inspect`, `advice.spoken`, `likeness` (alike, preview_link), `ocr.suggest`.
"""
