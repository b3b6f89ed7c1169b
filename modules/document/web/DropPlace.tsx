import { type DragEvent, type ReactNode, useState } from 'react';
import { type ChosenFile, filesDropped } from './chosen-files.ts';
import './document.css';

type DropPlaceProps = {
  /** Left away where nothing may be added. */
  onFiles: ((files: ChosenFile[]) => void) | undefined;
  className?: string;
  children: ReactNode;
};

/** Files and folders can be laid on what stands in it. */
export function DropPlace({ onFiles, className = '', children }: DropPlaceProps) {
  const [over, setOver] = useState(false);
  if (!onFiles) return <div className={className}>{children}</div>;

  function enter(event: DragEvent) {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  }

  function leave(event: DragEvent<HTMLDivElement>) {
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    void filesDropped(event.dataTransfer.items).then(onFiles);
  }

  return (
    <div
      className={`${className} drop-place${over ? ' drop-place-over' : ''}`}
      onDragEnter={enter}
      onDragOver={enter}
      onDragLeave={leave}
      onDrop={drop}
    >
      {children}
    </div>
  );
}
