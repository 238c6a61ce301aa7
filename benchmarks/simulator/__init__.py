"""The simulator beside the stock moto server: throughput, latency, memory, start, and how fast pairs are made."""
