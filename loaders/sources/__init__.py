"""Finding what there is to load: files, folders, archives, and the rows of survey exports."""
