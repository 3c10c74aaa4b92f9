/**
 * Who may import whom (`docs/architecture.md`). The architecture is only as real as this file: a test plants
 * a bad import for every rule and asserts that it is refused.
 */
const folders = ['domain', 'protocol', 'main', 'programmer', 'preload', 'renderer', 'hub']

/** A folder may import itself, `mayUse` and the packages matching `packages`. */
function only(folder, mayUse, packages) {
  const own = [folder, ...mayUse].map((name) => `^${name}(/|[.]ts$)`)
  return [
    {
      name: `${folder}-folders`,
      comment: `${folder}/ may import only ${mayUse.join(', ') || 'itself'} of this repository`,
      severity: 'error',
      from: { path: `^${folder}/` },
      to: { path: `^(${folders.join('|')}|test|tools)/`, pathNot: own },
    },
    {
      name: `${folder}-packages`,
      comment: `${folder}/ may use only the packages it needs`,
      severity: 'error',
      from: { path: `^${folder}/` },
      to: { path: '(^|/)node_modules/', pathNot: packages.map((name) => `(^|/)node_modules/${name}/`) },
    },
  ]
}
const noCore = (folder) => ({
  name: `${folder}-no-node`,
  comment: `${folder}/ must run anywhere: no Node core modules`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { dependencyTypes: ['core'] },
})

/** Subfolders of main/ meet in main/app.ts only; types of one another are welcome. */
const mainParts = [
  'journal',
  'keyring',
  'projection',
  'snapshot',
  'keeper',
  'desk',
  'sync',
  'files',
  'printing',
  'backup',
  'audit-export',
  'window',
  'ipc',
  'app',
]

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...only('domain', [], ['zod', 'temporal-polyfill', 'temporal-spec', '@holiday-jp', 'otplib', '@otplib']),
    noCore('domain'),
    ...only('protocol', ['domain'], ['zod', 'hpke']),
    ...only('preload', ['domain'], ['zod', 'electron']),
    ...only(
      'programmer',
      ['domain', 'protocol'],
      ['zod', 'sm-crypto-v2', 'usb', 'smartcard', '@noble/ciphers', 'fast-xml-parser'],
    ),
    ...only(
      'hub',
      ['domain', 'protocol'],
      [
        'zod',
        'fastify',
        'fastify-type-provider-zod',
        '@fastify',
        'pg',
        '@types',
        'kysely',
        '@electric-sql',
        'prom-client',
        'pino',
        'pkcs11js',
        'hash-wasm',
        'bwip-js',
      ],
    ),
    ...only(
      'main',
      ['domain', 'protocol', 'preload/contract', 'programmer/messages', 'programmer/training/messages'],
      ['zod', 'electron', 'sql.js', 'hash-wasm', 'csv-parse', 'bwip-js', 'pino', 'rotating-file-stream'],
    ),
    ...only(
      'renderer',
      ['domain'],
      [
        'react',
        'react-dom',
        '@mantine',
        '@tanstack',
        'i18next',
        'react-i18next',
        'lucide-react',
        '@fontsource',
        'dayjs',
        'zod',
        '@types',
      ],
    ).map((rule) =>
      rule.name === 'renderer-folders'
        ? { ...rule, to: { ...rule.to, pathNot: [...rule.to.pathNot, '^preload/contract/'] } }
        : rule,
    ),
    noCore('renderer'),
    {
      name: 'renderer-preload-types-only',
      comment: 'the renderer knows the bridge by its types alone',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^preload/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'main-parts',
      comment:
        'main/ parts know one another by types; main/app.ts and main/keeper.ts compose them. The journal’s few file operations serve every part that writes through its file port',
      severity: 'error',
      from: { path: `^main/(${mainParts.filter((part) => part !== 'app').join('|')})/` },
      to: {
        path: '^main/([^/]+)/',
        pathNot: '^main/($1/|journal/file-ops[.]ts$)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-ipc-touches-ipcMain',
      comment:
        'Electron is for main/app.ts, main/composition, main/ipc, main/machine, main/window and main/printing',
      severity: 'error',
      from: { path: '^main/', pathNot: '^main/(app[.]ts|composition/|ipc/|machine/|window/|printing/)' },
      to: { path: '((^|/)node_modules/electron/|^electron$)' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types', 'default'],
    },
    exclude: { path: '(^|/)(out|test-results)/' },
    doNotFollow: { path: 'node_modules' },
  },
}
