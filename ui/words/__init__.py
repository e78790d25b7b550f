"""In which words are facts and figures shown?"""
