"""Internal: connects the function's code to the host. Functions use `import alcove`."""
