import { readFileSync } from 'node:fs'
import type { WebPreferences } from 'electron'
import type { IsolatedWorldOptions, Preload } from '../injected/compose.ts'
import { note } from '../log.ts'

/**
 * Chromium's pages are always sandboxed and isolated here, so an app that asks for less must not get the
 * impression that it works: it would be open in real Electron and closed in the tests.
 */
const UNSAFE: readonly (readonly [keyof WebPreferences, boolean])[] = [
  ['sandbox', false],
  ['contextIsolation', false],
  ['nodeIntegration', true],
  ['nodeIntegrationInWorker', true],
  ['webSecurity', false],
  ['allowRunningInsecureContent', true],
  ['webviewTag', true],
  ['experimentalFeatures', true],
]

/** Throws for preferences that weaken the renderer, or that the stand-in cannot honour. */
export function checkPreferences(preferences: WebPreferences): void {
  for (const [name, unsafe] of UNSAFE) {
    if (preferences[name] === unsafe) {
      throw new Error(`The Electron stand-in refuses webPreferences.${name}: ${unsafe}`)
    }
  }
  if (preferences.partition !== undefined || preferences.session !== undefined) {
    throw new Error('The Electron stand-in has one session only (webPreferences.partition or .session)')
  }
  if (preferences.preload?.endsWith('.mjs')) {
    throw new Error('A sandboxed preload must be CommonJS, not .mjs (Electron refuses it as well)')
  }
}

export interface PreloadResult {
  readonly path: string
  /** False for pages that shall only be looked at or printed. */
  readonly javascript: boolean
  readonly world: IsolatedWorldOptions
  readonly error: Error | undefined
}

/** A preload that cannot be read leaves the page without it and is reported, as in Electron. */
export function readPreload(preferences: WebPreferences): PreloadResult {
  let preload: Preload | undefined
  let failure: Error | undefined
  if (preferences.preload !== undefined) {
    try {
      preload = { path: preferences.preload, source: readFileSync(preferences.preload, 'utf8') }
    } catch (error) {
      failure = error as Error
      note(`Unable to load preload script: ${preferences.preload}`)
    }
  }
  const world = {
    preload,
    inSubFrames: preferences.nodeIntegrationInSubFrames ?? false,
    additionalArguments: preferences.additionalArguments ?? [],
  }
  return {
    path: preferences.preload ?? '',
    javascript: preferences.javascript ?? true,
    world,
    error: failure,
  }
}
