"""
The trainer of the Progressive GAN that ships with Zscape. It shares only files with the TypeScript in `src/`.
"""
