import { randomBytes } from 'node:crypto'
import { boot } from '../boot.ts'
import { makeBridge } from './bridge.ts'
import { makeCodec } from './codec.ts'
import { makeIpcRenderer } from './ipc-renderer.ts'
import { prepareIsolatedWorld, type IsolatedWorldSettings } from './isolated-world.ts'
import { prepareMainWorld, type WorldSecrets } from './main-world.ts'
import { refuseUnknown } from './refuse-unknown.ts'

/**
 * Node has already blanked the types out of these functions when it loaded them, so their own source text is
 * plain JavaScript and can be sent to the page. That is why each of them stands on its own.
 */
const sourceOf = (part: (...args: never[]) => unknown) => Function.prototype.toString.call(part)

const run = randomBytes(8).toString('hex')
const secrets: WorldSecrets = {
  toIsolated: `standIn:${run}:toIsolated`,
  toMain: `standIn:${run}:toMain`,
  openWindow: `standIn:${run}:openWindow`,
}
export const ISOLATED_WORLD = 'Electron Isolated Context'
export const BINDING_NAME = `standInSend${run}`
export const RECEIVER_NAME = `standInReceive${run}`

export const mainWorldSource = `(${sourceOf(prepareMainWorld)})(${JSON.stringify(secrets)}, ${sourceOf(makeBridge)})`

export interface Preload {
  readonly path: string
  readonly source: string
}

export interface IsolatedWorldOptions {
  readonly preload: Preload | undefined
  readonly inSubFrames: boolean
  readonly additionalArguments: readonly string[]
}

/** A sandboxed preload sees this much of `process` and no more. */
function preloadProcess(additionalArguments: readonly string[]): object {
  return {
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    platform: process.platform,
    arch: process.arch,
    argv: additionalArguments,
    env: {},
    versions: { ...process.versions, ...boot.versions },
  }
}

export function isolatedWorldSource({
  preload,
  inSubFrames,
  additionalArguments,
}: IsolatedWorldOptions): string {
  const settings: IsolatedWorldSettings = {
    secrets,
    bindingName: BINDING_NAME,
    receiverName: RECEIVER_NAME,
    preloadPath: preload?.path ?? '',
    inSubFrames,
    process: preloadProcess(additionalArguments),
  }
  const named = { makeBridge, makeCodec, makeIpcRenderer, refuseUnknown }
  const parts = Object.entries(named).map(([name, part]) => `${name}: ${sourceOf(part)}`)
  const body = preload ? `function (exports, require, module, process) {${preload.source}\n}` : 'undefined'
  const call = `({ ${parts.join(', ')} }, ${JSON.stringify(settings)}, ${body})`
  return `(${sourceOf(prepareIsolatedWorld)})${call}
//# sourceURL=${preload?.path ?? 'stand-in'}`
}
