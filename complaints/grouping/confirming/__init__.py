"""Members of a group confirm formal complaints whose filers cannot confirm by mail: by a call, or on paper."""
