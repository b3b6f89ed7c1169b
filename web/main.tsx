import 'virtual:theme.css';
import './arrival.css';
import '#kit/ground.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { spoken } from '#kit/words.ts';
import { App } from './App.tsx';
import { speak } from './texts.ts';

const words = await spoken(speak());
createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <App words={words} />
  </StrictMode>,
);
