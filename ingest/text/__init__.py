"""What text is: scripts and languages, sentences, lines, words and folding; one of each, for the bot as well."""
