/**
 * `npm run hub`: a head-office hub to try, with nothing else installed: PGlite, keys, a branch, a first person and
 * an enrolment code. With DATABASE_URL it uses that PostgreSQL. Settings: docs/hub-operation.md.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './steps.ts'

console.log('[hub] starting …')
const hub = spawn(process.execPath, [join(root, 'hub', 'main.ts'), '--trial', ...process.argv.slice(2)], {
  stdio: 'inherit',
})
// The terminal signals the hub itself too; it ends in its own time.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => hub.kill('SIGTERM'))
hub.on('exit', (code) => process.exit(code ?? 1))
