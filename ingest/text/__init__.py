"""What text is: scripts and languages, sentences, lines, words, terms and folding; one of each, for the bot as well."""
