/**
 * Entry of the training hub's process (`utilityProcess.fork`). The first message is `startTrainingHub`, every
 * later one a request or `setTrainingClock`. The process may be killed at any moment: what was answered is in
 * the log.
 */
import { randomBytes } from 'node:crypto'
import {
  ISSUE_ENROLMENT_CODE,
  setTrainingClock,
  startTrainingHub,
  type Response,
  type TrainingHubStarted,
} from '../protocol/head-office-messages.ts'
import { issueEnrolmentCode } from './enrolment.ts'
import { headOfficeOf } from './head-office.ts'
import { parentPort } from '../protocol/parent-port.ts'
import { answerRequest } from './serve.ts'
import { openTrainingHub } from './training-hub.ts'

type Serve = (message: unknown) => Promise<Response>

const port = parentPort()
let serving: Promise<Serve> | undefined
let nowOffsetMs = 0

port.on('message', ({ data }) => {
  const clock = setTrainingClock.safeParse(data)
  if (serving === undefined) serving = start(data)
  else if (clock.success) ({ nowOffsetMs } = clock.data)
  else void serving.then(async (serve) => port.postMessage(await serve(data)))
})

async function start(message: unknown): Promise<Serve> {
  const parsed = startTrainingHub.safeParse(message)
  if (!parsed.success) return failed('the start message is malformed')
  const { folder, branch } = parsed.data
  nowOffsetMs = parsed.data.nowOffsetMs
  const now = (): number => Date.now() + nowOffsetMs
  try {
    const opened = await openTrainingHub({ folder, branch, now, random })
    const headOffice = headOfficeOf(opened.hub)
    say({ type: 'started', tornBytes: opened.tornBytes })
    return (request) =>
      answerRequest(headOffice, request, report, {
        [ISSUE_ENROLMENT_CODE]: async () => ({ code: await issueEnrolmentCode(opened.hub, branch.branchNo) }),
      })
  } catch (error) {
    report(error)
    return failed(error instanceof Error ? `${error.name}: ${error.message}` : 'unknown')
  }
}

function failed(reason: string): Serve {
  say({ type: 'failed', reason })
  return async () => ({ id: null, error: 'INTERNAL' })
}

function say(message: TrainingHubStarted): void {
  port.postMessage(message)
}

function random(length: number): Uint8Array {
  return new Uint8Array(randomBytes(length))
}

/** Name and places only: a message could quote personal data. */
function report(error: unknown): void {
  const name = error instanceof Error ? error.name : typeof error
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const places = stack.split('\n').filter((line) => /^\s+at /.test(line))
  process.stderr.write(`${[name, ...places].join('\n')}\n`)
}
