"""
The trainer of the Progressive GAN that ships with Zscape. It shares nothing with the TypeScript in `src/` but
files.
"""
