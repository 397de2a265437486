"""Not for functions: what stands between their code and the host. `import alcove` is for functions."""
