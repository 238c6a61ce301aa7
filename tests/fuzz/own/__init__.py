"""Tests of what the fuzz tests are made of."""
