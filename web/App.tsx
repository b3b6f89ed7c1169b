import { QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider, theme } from 'antd';
import type { Locale } from 'antd/es/locale/index.js';
import { useState } from 'react';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { Boundary } from '#kit/Boundary.tsx';
import { queryMemory } from '#kit/queries.ts';
import { Outside } from './Outside.tsx';
import { outside, pages } from './routes.tsx';
import { SignedIn } from './SignedIn.tsx';
import { antTheme } from './theme.ts';
import { useTone } from './use-tone.ts';

const memory = queryMemory();
const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
const waiting = { hydrateFallbackElement: <></> };
const router = createBrowserRouter([
  { element: <Outside />, ...waiting, children: [{ errorElement: <Boundary />, children: outside }] },
  { element: <SignedIn memory={memory} />, ...waiting, children: [{ errorElement: <Boundary />, children: pages }] },
]);

/** The application: one memory of the server, one look, the shell and its pages. */
export function App({ words: first }: { words: Locale }) {
  const [words] = useState(first);
  const tone = useTone();
  const algorithm = tone === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm;
  return (
    <QueryClientProvider client={memory}>
      <ConfigProvider
        locale={words}
        theme={antTheme(tone, algorithm, still)}
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
      >
        <RouterProvider router={router} />
      </ConfigProvider>
    </QueryClientProvider>
  );
}
