"""The doctor: looks at everything that Kilde needs, says what is wrong and what to do; by itself it writes nothing.

    settings ──▶ checks, each alone ──▶ findings ──▶ a page or JSON ──▶ exit status
                                       └─ --repair ──▶ what can be mended without loss ──▶ all checks again

A check that fails is a finding too, so a half broken installation is still examined to the end.
"""
