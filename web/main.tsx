import 'virtual:theme.css';
import '#kit/ground.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { language } from './look.ts';
import { speak } from './texts.ts';

const words = await speak(language());
createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <App words={words} />
  </StrictMode>,
);
