import { Watermark } from 'antd';
import { type ReactNode, useState } from 'react';
import { formatInstant } from './Day.tsx';
import { useViewer } from './viewer.ts';

/** Lays the viewer's name and the time of opening over what shows client data. */
export function Watermarked({ children }: { children: ReactNode }) {
  const viewer = useViewer();
  const [opened] = useState(() => formatInstant(new Date()));
  return (
    <Watermark
      content={[viewer.name, opened]}
      font={{ fontSize: 13 }}
      gap={[160, 120]}
      rotate={-16}
      zIndex={9}
      style={{ overflow: 'clip' }}
    >
      {children}
    </Watermark>
  );
}
