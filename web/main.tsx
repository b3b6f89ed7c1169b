import 'virtual:theme.css';
import '#kit/ground.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { spoken } from '#kit/words.ts';
import { App } from './App.tsx';
import { language } from './look.ts';
import { speak } from './texts.ts';

const words = await spoken(speak(language()));
createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <App words={words} />
  </StrictMode>,
);
