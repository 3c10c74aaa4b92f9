/** A hub in a process of its own, as the tests see it. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { HeadOfficeInput, HeadOfficeOutput } from '../../../protocol/head-office.ts'
import type { NextStep } from '../../../hub/verification/service.ts'
import type { Refusal } from '../../../domain/decide-types.ts'
import type { Answer, Question } from './hub-process.ts'

/** The process ended, or the database did not answer: whether it counted is unknown. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

export interface ChildHub {
  verify(loginId: string, code: string): Promise<NextStep | Refusal>
  push(input: HeadOfficeInput<'push'>): Promise<HeadOfficeOutput<'push'>>
  /** Wrong codes of the fleet that it knows of. */
  failures(): Promise<number>
  /** kill -9. What it was asked rejects with NoAnswer. */
  kill(): Promise<void>
}

export interface ChildOptions {
  readonly databaseUrl: string
  readonly keyPath: string
  readonly fleetLimit: number
  /** The time that the process goes by, told with every question. */
  readonly now: () => number
}

type Ask = Question extends infer Q ? (Q extends unknown ? Omit<Q, 'id' | 'now'> : never) : never

export async function startChildHub({
  databaseUrl,
  keyPath,
  fleetLimit,
  now,
}: ChildOptions): Promise<ChildHub> {
  const args = [databaseUrl, keyPath, String(fleetLimit)]
  const child = fork(join(import.meta.dirname, 'hub-process.ts'), args, { serialization: 'advanced' })
  const waiting = new Map<number, { resolve: (output: unknown) => void; reject: (error: Error) => void }>()
  let last = 0
  let ended = false
  child.on('exit', () => {
    ended = true
    for (const { reject } of waiting.values()) reject(new NoAnswer('the process ended'))
    waiting.clear()
  })
  const ready = new Promise<unknown>((resolve, reject) => waiting.set(0, { resolve, reject }))
  child.on('message', (message: Answer) => {
    const found = waiting.get(message.id)
    waiting.delete(message.id)
    if ('error' in message) found?.reject(new NoAnswer(message.error))
    else found?.resolve(message.output)
  })
  await ready

  function ask<T>(asked: Ask): Promise<T> {
    if (ended) return Promise.reject(new NoAnswer('the process ended'))
    last += 1
    const id = last
    const answered = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }))
    child.send({ ...asked, id, now: now() }, (error) => {
      // It is being killed: its end has not been told yet, but its pipe is closed.
      if (error !== null) waiting.get(id)?.reject(new NoAnswer(error.message))
    })
    // The process is ours and answers what it was asked.
    return answered as Promise<T>
  }

  return {
    verify: (loginId, code) => ask({ ask: 'verify', loginId, code }),
    push: (input) => ask({ ask: 'push', input }),
    failures: () => ask({ ask: 'failures' }),
    async kill() {
      if (ended) return
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
  }
}
