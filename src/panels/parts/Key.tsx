/** The key of a button's command, for eyes only: the button's name stays what it says. */
export function Key({ children }: { children: string }) {
  return (
    <span className="key" aria-hidden="true">
      {children}
    </span>
  );
}
