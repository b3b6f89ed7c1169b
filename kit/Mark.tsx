import type { ReactNode } from 'react';

/** How a thing stands: agreed or done, differing or refused, warned of, being worked on, or neither. */
export type Standing = 'agreed' | 'differs' | 'warns' | 'current' | 'plain';

const marks = { agreed: '✔', differs: '✘', warns: '▲', more: '▲', less: '▼' } as const;

/** A sign that says by its shape what its colour says; the text presentation keeps phones from drawing an emoji. */
export function Mark({ of }: { of: keyof typeof marks }): ReactNode {
  const tone = of === 'more' || of === 'less' ? 'differs' : of;
  return (
    <span className={tone} aria-hidden>
      {marks[of]}
      {'\uFE0E'}
    </span>
  );
}
