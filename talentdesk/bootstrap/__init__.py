"""Brings the program to its feet on a fresh machine. Standard library only."""
