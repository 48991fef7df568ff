"""Files of a submission: the proof of its hand-over, the scan of an answer."""
