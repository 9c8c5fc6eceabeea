import type { PlaywrightTestConfig } from '@playwright/test';

/** Another one lets two checkouts be tested side by side. */
const PORT = process.env['CALLSHEET_PORT'] ?? '4173';
const ADDRESS = `http://127.0.0.1:${PORT}/`;

/** Tests the built page (`npm run build` first) with the Chromium of the system. */
const config: PlaywrightTestConfig = {
  testDir: '../tests/web',
  outputDir: 'test-results',
  tsconfig: './tsconfig.json',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: ADDRESS,
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    },
  },
  webServer: {
    command: `npx vite preview --host 127.0.0.1 --port ${PORT} --strictPort`,
    url: ADDRESS,
    reuseExistingServer: false,
  },
};

export { config as default };
