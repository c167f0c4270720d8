"""How a list writes a paper: learnt from its rows, and trusted only where it rewrites them."""
