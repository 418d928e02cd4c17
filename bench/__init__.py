"""Side-by-side measurements: the hub, its peers and the floor, on one machine, one database and the same questions."""
