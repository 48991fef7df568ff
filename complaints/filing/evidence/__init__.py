"""Files that a filer attaches: kept under the form's token, taken over by the complaint, served as clean copies."""
