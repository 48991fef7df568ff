"""The operator's pages: accounts, groups, authorities with all their cases, localities."""
