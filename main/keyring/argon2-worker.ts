/** The thread's program: one password in, 32 bytes out, then it ends and its 64 MiB are given back. */
import { parentPort, workerData } from 'node:worker_threads'
import { argon2 } from './argon2.ts'
import type { Argon2Job } from './types.ts'

if (parentPort === null) throw new Error('argon2-worker runs as a thread only')
// Threads of one program: the type is what `stretch.ts` sends.
parentPort.postMessage(await argon2(workerData as Argon2Job))
