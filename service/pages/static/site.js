// small helpers come here
