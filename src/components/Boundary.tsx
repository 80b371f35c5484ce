import { Component, type ReactNode } from 'react';
import { ErrorPane } from './ErrorPane.tsx';

interface State {
  readonly error: string | undefined;
}

/** A mistake of ours in one view ends that view alone. */
export class Boundary extends Component<{ readonly children: ReactNode }, State> {
  override readonly state: State = { error: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return <ErrorPane sentence={`This view stopped: ${this.state.error}`} advice="This is our mistake. The other views and files go on." />;
  }
}
