import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { sealGlyphs } from './seal-glyphs.ts';
import './seal.css';

type SealProps = {
  /** Before the signing only its place is seen; then the seal stands. */
  state: 'awaited' | 'down';
  /** The seal comes down now, in sight: for the page on which the last signature was given, once. */
  falling?: boolean;
};

/** 交接完毕, read from the right and downward, in cinnabar and a little askew, as a hand would set it. */
export function Seal({ state, falling }: SealProps) {
  const { t } = useTranslation();
  const seal = useRef<SVGSVGElement>(null);
  useEffect(() => {
    if (falling) seal.current?.scrollIntoView({ block: 'nearest' });
  }, [falling]);
  const [hand, over, whole, done] = sealGlyphs;
  return (
    <svg
      ref={seal}
      className={`seal seal-${state}${falling ? ' seal-falling' : ''}`}
      viewBox="0 0 2600 2600"
      role="img"
      aria-label={t(state === 'down' ? 'kit.seal.down' : 'kit.seal.awaited')}
    >
      <rect x="60" y="60" width="2480" height="2480" rx="130" fill="none" stroke="currentColor" strokeWidth="100" />
      <g fill="currentColor">
        <path transform="translate(1360 300)" d={hand} />
        <path transform="translate(1360 1340)" d={over} />
        <path transform="translate(240 300)" d={whole} />
        <path transform="translate(240 1340)" d={done} />
      </g>
    </svg>
  );
}
