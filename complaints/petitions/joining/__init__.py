"""Agreeing to a published petition without an own complaint: the form, the receipt, the mailed link."""
