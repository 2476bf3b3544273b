"""Trains the Progressive GAN that ships with Zscape. Meets the TypeScript in `src/` only through files."""
