"""Who is in the sample clinic, how did their evenings go, and how is it made by the real actions?"""
