/** Debian packages that a headless run needs: installed after saying so where that is possible, else named. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const chromium = [
  '/usr/lib/chromium/chromium',
  '/usr/lib/chromium/chromium-headless-shell',
  '/usr/bin/chromium',
]

/** Debian's releases bring one major version each. */
const postgresql = ['15', '16', '17', '18'].map((version) => `/usr/lib/postgresql/${version}/bin/postgres`)

/** Each package with the files of which one shows that it is there. */
const needs: readonly { readonly name: string; readonly files: readonly string[] }[] = [
  { name: 'chromium', files: chromium.filter((file) => !file.includes('headless')) },
  {
    name: 'chromium-headless-shell',
    files: ['/usr/lib/chromium/chromium-headless-shell', '/usr/bin/chromium-headless-shell'],
  },
  { name: 'fonts-noto-cjk', files: ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'] },
  { name: 'poppler-utils', files: ['/usr/bin/pdftotext'] },
  { name: 'oathtool', files: ['/usr/bin/oathtool'] },
  { name: 'openssl', files: ['/usr/bin/openssl'] },
  { name: 'pcscd', files: ['/usr/sbin/pcscd'] },
  { name: 'vsmartcard-vpcd', files: ['/usr/lib/pcsc/drivers/serial/libifdvpcd.so'] },
  { name: 'pskctool', files: ['/usr/bin/pskctool'] },
  // `pgbench` is part of it.
  { name: 'postgresql', files: postgresql },
  { name: 'softhsm2', files: ['/usr/bin/softhsm2-util'] },
]

/** Answers false when something is missing that could not be installed; the sentence says what to type. */
export function ensureDebianPackages(): boolean {
  const missing = needs.filter(({ files }) => !files.some((file) => existsSync(file))).map(({ name }) => name)
  if (missing.length === 0) return true
  const debian = existsSync('/etc/debian_version')
  if (!debian || process.getuid?.() !== 0) {
    console.log(`[fobdesk] this run needs: ${missing.join(', ')}`)
    console.log(`[fobdesk] on Debian: sudo apt-get install --yes ${missing.join(' ')}`)
    return false
  }
  console.log(`[fobdesk] installing Debian packages: ${missing.join(', ')} …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [
    ['update', '-qq'],
    ['install', '-qq', '--yes', '--no-install-recommends', ...missing],
  ]) {
    const { status, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8' })
    if (status !== 0) {
      console.log(stderr)
      return false
    }
  }
  return true
}
