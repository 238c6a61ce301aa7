"""Whether the simulator's own answers are what botocore's service models say: a check that tests switch on."""
