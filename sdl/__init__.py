"""The graph as a whole: the hub's SDL, the partners' subgraphs, the supergraph and the gateway."""
