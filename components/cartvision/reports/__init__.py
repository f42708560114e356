"""Reports: metrics.json for machines, one self-contained page and plots for people."""
