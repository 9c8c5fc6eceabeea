import type { PlaywrightTestConfig } from '@playwright/test';

/** Another one lets two checkouts be tested side by side. */
const PORT = process.env['CALLSHEET_PORT'] ?? '4173';
/** The page has to work from any folder of a server. */
const FOLDER = '/some/folder/';
const ADDRESS = `http://127.0.0.1:${PORT}${FOLDER}`;

/** Tests the built page (`npm run build` first) with the Chromium of the system, which reaches no other machine. */
const config: PlaywrightTestConfig = {
  testDir: '../tests/web',
  outputDir: 'test-results',
  tsconfig: './tsconfig.json',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // A machine that does other things too may be late once; what passes only now is listed as flaky.
  retries: 1,
  reporter: [['list']],
  use: {
    baseURL: ADDRESS,
    browserName: 'chromium',
    // What a service worker answers, a test could not hold back; `offline.spec.ts` has one.
    serviceWorkers: 'block',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    },
  },
  webServer: {
    command: `npx vite preview --host 127.0.0.1 --port ${PORT} --strictPort --base ${FOLDER}`,
    url: ADDRESS,
    reuseExistingServer: false,
  },
};

export { config as default };
