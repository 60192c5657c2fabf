"""What a text says and where: layout, answers, sentences, and the statements that patterns find in them."""
