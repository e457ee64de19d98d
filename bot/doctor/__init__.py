"""The doctor: looks at everything that Kilde needs, says what is wrong and what to do; mends nothing, writes nothing.

    settings ──▶ checks, each alone ──▶ findings ──▶ a page or JSON ──▶ exit status

A check that fails is a finding too, so a half broken installation is still examined to the end.
"""
