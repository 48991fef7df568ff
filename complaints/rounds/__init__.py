"""Registration rounds as the public reads them: start page, list, dossier, regions, about and privacy."""
