import { useQuery } from '@tanstack/react-query';

/** A QR code of the text, dark on light on either ground, so that every phone reads it. */
export function CodePicture({ text, label }: { text: string; label: string }) {
  const drawn = useQuery({
    queryKey: ['code-picture', text],
    queryFn: () => draw(text),
    staleTime: Infinity,
    gcTime: 0,
  });
  if (!drawn.data) return null;
  const { size, path } = drawn.data;
  return (
    <svg className="code-picture" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={path} shapeRendering="crispEdges" />
    </svg>
  );
}

async function draw(text: string): Promise<{ size: number; path: string }> {
  const { create } = await import('qrcode');
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const dark = [...data].flatMap((bit, at) => (bit ? `M${at % size} ${Math.floor(at / size)}h1v1h-1z` : []));
  return { size, path: dark.join('') };
}
