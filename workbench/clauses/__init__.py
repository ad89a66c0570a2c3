"""From a sentence's tree to its atomic claims, by rules that a linguist can read.

`tree` holds a parsed sentence, `grammar` answers questions about it, `rules` names one
construction a file, `extract` applies them, `gates` refuses what does not stand alone, and `draft`
writes a claim down so that every character is either the sentence's own or marked as filled in.
"""
