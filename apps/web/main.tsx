import './tokens.css';
import './base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openServedFiles } from '#server/client.ts';
import { engine } from '#state/engine.ts';
import { awaitCompanion } from '#state/live/reach.ts';
import { followLive } from '#state/live/service.ts';
import { followAddress } from '#state/options.ts';
import { followTheme } from '#state/theme.ts';
import { Page } from '#views/page/Page.tsx';

followTheme();
// First, as it takes the launch code out of the address.
awaitCompanion(openServedFiles());
followAddress();
followLive();

const app = document.getElementById('app');
if (app === null) throw new Error('the page has no place for the app');
createRoot(app).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
// Whoever comes here opens a file: by then the worker is up.
setTimeout(() => engine.start());
