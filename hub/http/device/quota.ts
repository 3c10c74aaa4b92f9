/** How much one device may ask of this process: more is a device gone wild, and must not starve the others. */

interface Used {
  since: number
  requests: number
  bytes: number
}

export interface QuotaLimits {
  readonly windowMs: number
  readonly requests: number
  /** Of bodies as sent. */
  readonly bytes: number
}

/** A desk asks some 3 times a minute; a first push of 600,000 events sends some 250 MB in 120 requests. */
export const DEVICE_QUOTA: QuotaLimits = { windowMs: 600_000, requests: 1_200, bytes: 1_024 * 1_024 * 1_024 }

export class Quota {
  readonly #limits: QuotaLimits
  readonly #used = new Map<string, Used>()

  constructor(limits: QuotaLimits) {
    this.#limits = limits
  }

  /** Whether the device may still ask, counting this request. @param now ms, of a clock that nobody sets */
  take(device: string, bytes: number, now: number): boolean {
    const { windowMs, requests, bytes: mostBytes } = this.#limits
    const known = this.#used.get(device)
    const used =
      known !== undefined && now - known.since < windowMs ? known : { since: now, requests: 0, bytes: 0 }
    this.#used.set(device, used)
    used.requests += 1
    used.bytes += bytes
    return used.requests <= requests && used.bytes <= mostBytes
  }
}
