/**
 * Argon2id beside main's thread: half a second of arithmetic must not stop the screens, the idle lock or the
 * readers. Each password gets a thread of its own, which ends afterwards.
 */
import { Worker } from 'node:worker_threads'
import { wipe } from '../../protocol/bytes.ts'
import type { Argon2Job, Stretch } from './types.ts'

/**
 * @param script `argon2-worker`, as built or as source
 * @returns one password at a time; the next one's 64 MiB are taken when the last one's are free again
 */
export function stretchInThread(script: string | URL): Stretch {
  let last: Promise<unknown> = Promise.resolve()
  return (job) => {
    const result = last.then(() => inThread(script, job))
    // The next in line does not care how this one ended; its caller does.
    last = result.catch(() => undefined)
    return result
  }
}

/** Settles when the thread has ended. */
function inThread(script: string | URL, { password, salt, cost }: Argon2Job): Promise<Uint8Array> {
  const own = password.slice()
  wipe(password)
  const workerData: Argon2Job = { password: own, salt, cost }
  return new Promise((resolve, reject) => {
    let stretched: Uint8Array | undefined
    // Transferred, not copied: no second password stays in main's memory.
    const thread = new Worker(script, { workerData, transferList: [own.buffer] })
    thread.once('message', (answer: Uint8Array) => (stretched = answer))
    thread.once('error', reject)
    thread.once('exit', (code) => {
      if (stretched === undefined) reject(new Error(`the Argon2 thread ended with ${code} and no answer`))
      else resolve(stretched)
    })
  })
}
