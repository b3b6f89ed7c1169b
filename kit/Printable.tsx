import { Button } from 'antd';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import './printable.css';

/** A part of the page that is printed by itself, on white paper, with its button above it. */
export function Printable({ label, children }: { label?: string; children: ReactNode }) {
  const { t } = useTranslation();
  const part = useRef<HTMLDivElement>(null);

  function print() {
    const only = part.current!;
    only.classList.add('printed-alone');
    window.print();
    only.classList.remove('printed-alone');
  }

  return (
    <div className="stack">
      <div className="printable-button">
        <Button onClick={print}>{label ?? t('kit.print')}</Button>
      </div>
      <div className="printable" ref={part}>
        {children}
      </div>
    </div>
  );
}
