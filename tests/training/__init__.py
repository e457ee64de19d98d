"""How the packaged QA model is trained; nothing that a user runs imports it.

    sets of questions ──▶ chunks ──▶ Draw: question, passage that answers, passage that does not ──▶ steps ──▶ adapter

`make train-qa QA=FOLDER XQUAD=FOLDER` runs it; the model card beside the weights says with what it was run.
"""
