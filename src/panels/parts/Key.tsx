/** The key of a button's command. It is only visual and not part of the button's name. */
export function Key({ children }: { children: string }) {
  return (
    <span className="key" aria-hidden="true">
      {children}
    </span>
  );
}
