import type { ReactNode } from 'react';

/** How a thing stands: agreed or done, differing or refused, warned of, being worked on, or neither. */
export type Standing = 'agreed' | 'differs' | 'warns' | 'current' | 'plain';

/** Drawn, since not every machine has the glyphs: a tick, a cross, triangles; in a box of 12 by 12. */
const shapes = {
  agreed: { d: 'M2 6.5 5 9.5 10.5 2.5', line: true },
  differs: { d: 'M2.5 2.5 9.5 9.5M9.5 2.5 2.5 9.5', line: true },
  warns: { d: 'M6 1.5 11.2 10.5H.8Z', line: false },
  more: { d: 'M6 1.5 11.2 10.5H.8Z', line: false },
  less: { d: 'M6 10.5.8 1.5H11.2Z', line: false },
} as const;

/** A sign that says by its shape what its colour says. */
export function Mark({ of }: { of: keyof typeof shapes }): ReactNode {
  const tone = of === 'more' || of === 'less' ? 'differs' : of;
  const { d, line } = shapes[of];
  return (
    <svg className={`mark ${tone}`} viewBox="0 0 12 12" width="0.8em" height="0.8em" aria-hidden>
      <path
        d={d}
        fill={line ? 'none' : 'currentColor'}
        stroke={line ? 'currentColor' : 'none'}
        strokeWidth={1.8}
        strokeLinecap="round"
      />
    </svg>
  );
}
