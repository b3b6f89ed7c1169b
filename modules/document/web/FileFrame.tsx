import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { documentViewPath } from '#modules/document/document.client.ts';
import type { Preview } from '#modules/document/document.contract.ts';
import { formatInstant } from '#kit/Day.tsx';
import { fetchFile } from '#kit/download.ts';
import type { FramedFile } from '#kit/framed-file.ts';
import { Empty, Skeleton, Trouble } from '#kit/states.tsx';
import { useViewer } from '#kit/viewer.ts';

/** The frame without origin that draws a file under the viewer's name and the time; it is given the file and nothing else. */
export function FileFrame({ document: id, preview }: { document: string; preview: Preview }) {
  const { t, i18n } = useTranslation();
  const viewer = useViewer();
  const frame = useRef<HTMLIFrameElement>(null);
  const [ready, setReady] = useState(false);
  const [failed, setFailed] = useState(false);
  const { shown, mediaType } = preview;
  const drawn = shown.kind === 'pdf' || shown.kind === 'picture';
  const content = useQuery({
    queryKey: ['preview-content', id],
    queryFn: () => fetchFile(documentViewPath(id)),
    enabled: drawn,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

  useEffect(() => {
    const hear = ({ data, source }: MessageEvent<{ preview?: string }>) => {
      if (source !== frame.current?.contentWindow) return;
      if (data.preview === 'ready') setReady(true);
      if (data.preview === 'failed') setFailed(true);
    };
    addEventListener('message', hear);
    return () => removeEventListener('message', hear);
  }, []);

  useEffect(() => {
    if (!ready || shown.kind === 'none' || (drawn && !content.data)) return;
    const file: FramedFile = {
      preview: 'show',
      shown: drawn ? { kind: shown.kind, bytes: content.data!, mediaType } : shown,
      watermark: [viewer.name, formatInstant(new Date())],
      tone: getComputedStyle(document.documentElement).colorScheme === 'dark' ? 'dark' : 'light',
      language: i18n.language,
    };
    frame.current?.contentWindow?.postMessage(file, '*');
  }, [ready, shown, drawn, content.data, mediaType, viewer.name, i18n.language]);

  if (failed) return <Empty sentence={t('document.preview.none.damaged')} example={t('document.preview.none.help')} />;
  if (content.isError) return <Trouble error={content.error} again={() => void content.refetch()} />;
  return (
    <>
      {drawn && !content.data && <Skeleton lines={12} />}
      <iframe ref={frame} className="file-frame" sandbox="allow-scripts" src="/preview" title={preview.name} />
    </>
  );
}
