"""Which complaints stand in the register of a collective complaint: by filter or one by one."""
