"""What `make check` and `make trace` run: fast, without a server, one result for each rule."""
