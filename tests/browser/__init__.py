"""The three faces in a real browser: what a person can do, see and reach by keyboard."""
