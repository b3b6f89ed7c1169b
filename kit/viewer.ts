import { createContext, useContext } from 'react';
import type { Someone } from '#platform/context/actor.ts';

/** Who looks at the page: the actor that policies ask about, and the firm's name. */
export type Viewer = Someone & {
  title: string;
  email: string;
  firmName: string;
  /** Fingerprint of the keys that this person works with; null before the vault password is made. */
  fingerprint: string | null;
};

export const ViewerContext = createContext<Viewer | null>(null);

/** The person who is signed in; policies take it as the actor: `canSealItem(useViewer(), item)`. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('a page is shown to nobody: the shell has not named the viewer');
  return viewer;
}
