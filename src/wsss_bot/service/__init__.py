"""Stay up: what is due, each job in a process of its own, how the jobs ended."""
