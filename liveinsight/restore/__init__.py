"""What a restore needs to know of LiveInsight's data: tables made anew from the archive alone, and which hours of a
restored log have to be worked out again.
"""
