"""What text is: scripts, languages, sentences, lines, patterns, terms and folding; one of each, for the bot as well."""
