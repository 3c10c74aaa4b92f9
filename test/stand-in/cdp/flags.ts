/** Features of Chromium that would talk to the network, ask the user something, or change what a test sees. */
const DISABLED_FEATURES = [
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'PaintHolding',
  'MediaRouter',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'Translate',
  'AimEnabled',
  'PreconnectToSearch',
  'CertificateTransparencyComponentUpdater',
  'DestroyProfileOnBrowserClose',
]

/** A desk PC's browser must stay silent, and so must the stand-in: no update, sync, metric or suggestion. */
const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-component-extensions-with-background-pages',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-breakpad',
  '--disable-domain-reliability',
  '--no-pings',
  '--metrics-recording-only',
  '--disable-search-engine-choice-screen',
  '--disable-field-trial-config',
  '--disable-infobars',
  // Headless Chromium hints fonts fully, which no desktop does: at 13 px the shipped font loses its hyphens.
  '--font-render-hinting=none',
  '--no-service-autorun',
  '--password-store=basic',
  '--use-mock-keychain',
  `--disable-features=${DISABLED_FEATURES.join(',')}`,
  '--enable-features=SkipListAccountsWithoutGaiaCookies,CDPScreenshotNewSurface',
  // Even a request that gets past everything else finds no address.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
]

/** A window behind another one, or hidden for printing, must run as fast as the one in front. */
const NO_THROTTLING = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-back-forward-cache',
]

export interface ChromiumOptions {
  readonly profile: string
  readonly headed: boolean
  readonly language: string
  /** The command line of the app: only the debugging port and the sandbox matter to Chromium here. */
  readonly switches: ReadonlyMap<string, string>
}

export function chromiumFlags({ profile, headed, language, switches }: ChromiumOptions): string[] {
  const debuggingPort = switches.get('remote-debugging-port')
  // Chromium refuses to start its own sandbox as root; containers and CI run as root.
  const asRoot = process.getuid?.() === 0
  return [
    '--remote-debugging-pipe',
    ...(debuggingPort === undefined ? [] : [`--remote-debugging-port=${debuggingPort}`]),
    `--user-data-dir=${profile}`,
    ...(asRoot || switches.has('no-sandbox') ? ['--no-sandbox'] : []),
    // Headed, the first window is an app window: without tabs and address bar, as Electron's.
    ...(headed ? ['--test-type', '--app=data:text/html,'] : ['--headless', '--no-startup-window']),
    ...QUIET,
    ...NO_THROTTLING,
    '--disable-dev-shm-usage',
    '--block-new-web-contents', // pop-ups are asked of the app through setWindowOpenHandler
    '--force-color-profile=srgb',
    `--lang=${language}`,
    ...(process.env.STANDIN_CHROMIUM_FLAGS ?? '').split(' ').filter(Boolean),
  ]
}
