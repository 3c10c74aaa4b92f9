/** `npm run screens`: pictures of every screen, ja/en, 1366×768 and 1920×1080, into `screens/<lang>-<size>/`. */
import { chooseShell } from '../test/stand-in/choose-shell.ts'
import { ensureBuilt } from './build.ts'
import { ensureDebianPackages } from './debian.ts'
import { join } from 'node:path'
import { root } from './steps.ts'

const shell = chooseShell()
console.log(`[fobdesk] ${shell.sentence}`)
if (process.platform === 'linux' && shell.kind === 'stand-in' && !ensureDebianPackages()) process.exit(1)
ensureBuilt()
const { takeScreens } = await import('../test/e2e/screens/take.ts')
const folder = join(root, 'screens')
const count = await takeScreens(folder, (line) => console.log(line))
console.log(`[fobdesk] ${count} screens, each in two languages and two sizes: ${folder}`)
