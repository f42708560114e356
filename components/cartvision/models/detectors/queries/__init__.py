"""RT-DETR v2 and D-FINE: a fixed number of queries, each of which becomes one box or nothing."""
