"""What there is to load: files, folders, archives, and the rows of surveys."""
