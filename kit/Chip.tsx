import type { ReactNode } from 'react';
import { Mark, type Standing } from './Mark.tsx';
import './chip.css';

/** A word on a soft ground: the state of the thing beside it. `mark` puts ✔, ✘ or ▲ before the word. */
export function Chip({
  standing = 'plain',
  mark,
  children,
}: {
  standing?: Standing;
  mark?: boolean;
  children: ReactNode;
}) {
  const sign = mark && standing !== 'plain' && standing !== 'current' ? <Mark of={standing} /> : null;
  return (
    <span className={`chip chip-${standing}`}>
      {sign}
      {sign && ' '}
      {children}
    </span>
  );
}
