"""The group's desk: collective complaints from draft to frozen version to PDF."""
