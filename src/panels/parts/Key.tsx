/** The key of a button's command. Only eyes see it: it does not become part of the button's name. */
export function Key({ children }: { children: string }) {
  return (
    <span className="key" aria-hidden="true">
      {children}
    </span>
  );
}
