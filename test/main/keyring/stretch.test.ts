import type { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { argon2 } from '../../../main/keyring/argon2.ts'
import { PRODUCT_ARGON2 } from '../../../main/keyring/slot.ts'
import { stretchInThread } from '../../../main/keyring/stretch.ts'
import { hex, utf8 } from '../../../protocol/bytes.ts'
import { CHEAP, random } from './desk.ts'

const script = new URL('../../../main/keyring/argon2-worker.ts', import.meta.url)
const salt = random(16)
const job = (password: string, cost = CHEAP) => ({ password: utf8(password), salt, cost })

test('a thread answers what this thread would, and the password is overwritten', async () => {
  const stretch = stretchInThread(script)
  const given = job('kagi')
  expect(await stretch(given)).toEqual(await argon2(job('kagi')))
  expect(given.password).toEqual(new Uint8Array(4))
  expect(await stretch(job('betsu'))).not.toEqual(await argon2(job('kagi')))
})

test('Argon2id’s reference implementation has the same answer', async () => {
  const known = {
    password: utf8('password'),
    salt: utf8('somesalt'),
    cost: { memoryKiB: 65_536, iterations: 2, parallelism: 1 },
  }
  // argon2 reference implementation, test.c: version 0x13, Argon2id, t=2, m=16, p=1.
  expect(hex(await argon2(known))).toBe('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7')
})

test('main’s thread goes on at the product’s cost', async () => {
  let turns = 0
  const timer = setInterval(() => (turns += 1), 1)
  await stretchInThread(script)(job('kagi', PRODUCT_ARGON2))
  clearInterval(timer)
  expect(turns).toBeGreaterThan(5)
})

test('one at a time: the next thread starts when the last one has ended', async () => {
  const stretch = stretchInThread(script)
  let threads = 0
  let most = 0
  const count = (by: number) => (most = Math.max(most, (threads += by)))
  const watch = (thread: Worker) => {
    count(1)
    thread.once('exit', () => count(-1))
  }
  process.on('worker', watch)
  await Promise.all(['a', 'b', 'c'].map((password) => stretch(job(password))))
  process.off('worker', watch)
  expect(most).toBe(1)
  expect(threads).toBe(0)
})

test('a thread that cannot run is told, and the next password is still tried', async () => {
  const stretch = stretchInThread(script)
  const impossible = stretch({ ...job('kagi'), cost: { memoryKiB: 1, iterations: 1, parallelism: 1 } })
  await expect(impossible).rejects.toThrow('Memory size')
  expect(await stretch(job('kagi'))).toHaveLength(32)
})
