"""What is new, story by story: which briefing is due, and what stands in it.

    articles ──matching, clustering──▶ each its story, for ever ──since──▶ entries of central sentences ──▶ Briefing
    timetable, last time, now ──schedule──▶ whether one is due

    briefer           composes; worded_briefer has a language model word it
    story_assigner    gives every new article its story, by story_matching (what is compared with what) and
                      story_clustering (what is alike enough); story_membership is how that is kept
    entry_composer    one story's entry: central sentences, story_contradictions between them

Knows nothing of Telegram or the database.
"""
