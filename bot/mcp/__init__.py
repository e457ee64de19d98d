"""The MCP flow: the articles for other programs, by the Model Context Protocol (modelcontextprotocol.io).

    client ──stdio, or HTTP with MCP_KEY──▶ server ──arguments──▶ Library ──index, answerer, briefer──▶ records

Five tools, all of them reading only: search, ask, article, list, briefing. What they quote are the same verified words
as in Telegram. No language model is called: whoever asks has one, and what a call costs could not be counted without
writing. `bot.mcp.server` is the one door to the package `mcp`; what the tools do knows nothing of the protocol.
"""
