"""Readers: each turns sources of one format into the same batch of clean texts, blocks and alignment."""
