/** `npm start`: opens the desk where there is a display; elsewhere plays the counter tour and keeps its pictures. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { chooseShell, type Shell } from '../test/stand-in/choose-shell.ts'
import { ensureBuilt } from './build.ts'
import { ensureDebianPackages } from './debian.ts'
import { root, tool } from './steps.ts'

const display =
  process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY)

const shell = display ? withElectron(chooseShell()) : chooseShell()
console.log(`[fobdesk] ${shell.sentence}`)
if (process.platform === 'linux' && shell.kind === 'stand-in' && !ensureDebianPackages()) process.exit(1)
ensureBuilt()
process.exit(display ? openDesk(shell) : await playTour())

/** With a display the real shell is worth one attempt to download it. */
function withElectron(chosen: Shell): Shell {
  if (chosen.kind === 'electron' || process.env.ELECTRON_OVERRIDE_DIST_PATH) return chosen
  console.log("[fobdesk] Electron's binary is not here; trying to download it once …")
  spawnSync(process.execPath, tool('electron/install.js'), { cwd: root, stdio: 'inherit' })
  return chooseShell()
}

function openDesk({ env }: Shell): number {
  const { status } = spawnSync(
    process.execPath,
    [...tool('electron/cli.js'), '.', ...process.argv.slice(2)],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    },
  )
  return status ?? 1
}

async function playTour(): Promise<number> {
  const { playTour: play } = await import('../test/e2e/tour/play.ts')
  const folder = join(root, 'test-results', 'tour')
  console.log('[fobdesk] no display: the counter tour is played on the real desk, without a window')
  let failure: unknown
  try {
    await play(folder, (line) => console.log(line))
  } catch (error) {
    failure = error
  }
  for (const kept of ['pictures', 'papers']) {
    const place = join(folder, kept)
    if (existsSync(place)) console.log(`[fobdesk] ${kept}: ${readdirSync(place).length} in ${place}`)
  }
  if (failure === undefined) return 0
  console.error('[fobdesk] the tour FAILED at its last step:', failure)
  return 1
}
