"""Which dates are one group, and which groups are one."""
