"""HTTP for the simulator: messages, the listener, SigV4, and AWS's wire protocols."""
