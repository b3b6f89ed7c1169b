import { useState } from 'react';

/** True from the first opening on: the dialog is fetched then, and stays so that what was written in it is still there. */
export function useOnceOpen(open: boolean): boolean {
  const [once, remember] = useState(open);
  if (open && !once) remember(true);
  return once || open;
}
