"""The quote contract: what is shown as a sentence of an article stands there, letter for letter, whoever proposed it.

    draft ──drafts──▶ claims ──citing──▶ Spans of files ──cite──▶ Statements with numbered Citations
             ├─planted: nothing from beside orders to machines
             └─support: numbers, dates and names of a statement are in its quotes; what is not bears a Flag
                 ├─figures: values, times, units
                 ├─figure_subjects, reversal: said of the same things, and not turned round
                 └─opposites, exchanged_figures: neither by other words, nor in another language

Shared by answers and briefings; knows neither of them, nor a language model, nor Telegram.
"""
