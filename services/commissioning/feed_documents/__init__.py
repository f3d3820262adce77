"""Every public file of commissioned projects: its path under the published folder and its bytes.

Open data under `open/`, the feed under `feeds/`, pages under `pages/`. All of it is read from
releases and rows; nothing here is asked for by a reader (B4).
"""
