"""How often AWS lets itself be called: its published token buckets as data, and one scheduler that keeps to them.

Every request of every client asks the estate's scheduler before it is signed, and waits its turn there.
"""
