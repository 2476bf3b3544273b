import { Component, type ReactNode } from 'react';

interface Props {
  children: ReactNode;
  /** Shown in place of a broken part; `again` renders that part anew. */
  otherwise: (error: Error, again: () => void) => ReactNode;
  onError?: (error: Error) => void;
}

/** Keeps a failure in one part of the page from taking down the rest. */
export class Boundary extends Component<Props, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  readonly #again = () => this.setState({ error: null });

  override componentDidCatch(error: Error): void {
    this.props.onError?.(error);
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error ? this.props.otherwise(error, this.#again) : this.props.children;
  }
}
