import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './kit/kit.css';
import './shell/shell.css';
import { startLanguage } from './i18n.ts';
import { ThemeRoot } from './kit/theme-root.tsx';
import { Root } from './shell/root.tsx';

await startLanguage();

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ThemeRoot>
      <Root />
    </ThemeRoot>
  </StrictMode>,
);
