import type { CdpSession } from '../cdp/connection.ts'
import type { Protocol } from '../cdp/protocol.ts'
import { fromAlias } from '../electron/aliases.ts'
import { ISOLATED_WORLD } from '../injected/compose.ts'
import { refuseUnknown } from '../injected/refuse-unknown.ts'

let lastRoutingId = 0

/** The origin of an address, in Electron's form for standard schemes: `app://main`. */
function originOf(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]+)/i.exec(url)
  return match?.[1] ?? 'null'
}

/** One frame of a page, as the page's own bookkeeping sees it. `handle` is what the app gets as a WebFrameMain. */
export class Frame {
  url = ''
  /** The isolated world's context; undefined between two documents. */
  contextId: number | undefined
  detached = false
  readonly routingId = (lastRoutingId += 1)
  readonly handle: WebFrameMainLike
  #securityOrigin = ''
  readonly parent: Frame | undefined

  constructor(parent: Frame | undefined, children: () => Frame[]) {
    this.parent = parent
    this.handle = makeHandle(this, children)
  }

  navigated(frame: Protocol.Page.Frame): void {
    this.url = fromAlias(frame.url + (frame.urlFragment ?? ''))
    this.#securityOrigin = fromAlias(`${frame.securityOrigin}/`)
  }

  /** about:blank and srcdoc inherit their origin, so Chromium's word counts before the address. */
  get origin(): string {
    const own = originOf(this.#securityOrigin)
    return own === 'null' ? originOf(this.url) : own
  }
}

export type WebFrameMainLike = ReturnType<typeof makeHandle>

function makeHandle(frame: Frame, children: () => Frame[]) {
  return refuseUnknown('WebFrameMain', {
    get url(): string {
      return frame.url
    },
    get origin(): string {
      return frame.origin
    },
    get parent(): object | null {
      return frame.parent?.handle ?? null
    },
    get top(): object {
      let top = frame
      while (top.parent) top = top.parent
      return top.handle
    },
    get frames(): object[] {
      return children()
        .filter((child) => child.parent === frame)
        .map((child) => child.handle)
    },
    get detached(): boolean {
      return frame.detached
    },
    routingId: frame.routingId,
    frameTreeNodeId: frame.routingId,
    processId: 1,
    isDestroyed: () => frame.detached,
  })
}

/** All frames of one page, kept up to date from the DevTools events. */
export class FrameTree {
  readonly main: Frame
  #mainId = ''
  readonly #frames = new Map<string, Frame>()
  readonly #children = () => [...this.#frames.values()]

  constructor() {
    this.main = new Frame(undefined, this.#children)
  }

  /** Starts listening. The main frame has the id of its target. */
  follow(session: CdpSession, mainId: string): void {
    this.#mainId = mainId
    this.#frames.set(mainId, this.main)
    session.listen('Page.frameAttached', ({ frameId, parentFrameId }) => {
      if (this.#frames.has(frameId)) return
      this.#frames.set(frameId, new Frame(this.#frames.get(parentFrameId) ?? this.main, this.#children))
    })
    session.listen('Page.frameDetached', ({ frameId, reason }) => {
      const frame = this.#frames.get(frameId)
      if (!frame || frame === this.main || reason === 'swap') return
      frame.detached = true
      this.#frames.delete(frameId)
    })
    session.listen('Page.frameNavigated', ({ frame }) => this.#frames.get(frame.id)?.navigated(frame))
    session.listen('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const frame = this.#frames.get(frameId)
      if (frame) frame.url = fromAlias(url)
    })
    session.listen('Runtime.executionContextCreated', ({ context }) => {
      const data = context.auxData as { frameId?: string } | undefined
      const frame = context.name === ISOLATED_WORLD ? this.#frames.get(data?.frameId ?? '') : undefined
      if (frame) frame.contextId = context.id
    })
    session.listen('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      const frame = this.ofContext(executionContextId)
      if (frame) frame.contextId = undefined
    })
    session.listen('Runtime.executionContextsCleared', () => {
      for (const frame of this.#frames.values()) frame.contextId = undefined
    })
  }

  isMain(frameId: string | undefined): boolean {
    return frameId === this.#mainId
  }

  find(frameId: string | undefined): Frame | undefined {
    return frameId === undefined ? undefined : this.#frames.get(frameId)
  }

  ofContext(contextId: number): Frame | undefined {
    return [...this.#frames.values()].find((frame) => frame.contextId === contextId)
  }
}
