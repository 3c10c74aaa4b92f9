import type { Realm } from '../../domain/vocabulary.ts'
import { hex } from '../../protocol/bytes.ts'
import { decodeCbor } from '../../protocol/cbor.ts'
import { HeadOfficeUnreachable } from '../../protocol/head-office.ts'
import { followSigningKey } from '../../protocol/key-statement.ts'
import { isVoucherOf, tlsVoucher, VOUCHER_PATH, type TlsVoucher } from '../../protocol/tls-voucher.ts'
import { CertificateUnknown, openLine, type Line, type LineOptions } from './https-line.ts'

export interface VouchedLine extends Line {
  /** Head office's signing key that vouches for this line; null: not pinned and not heard of yet. */
  readonly hubSigningKey: Uint8Array | null
}

export interface VouchedLineOptions extends Omit<LineOptions, 'trusts'> {
  readonly realm: Realm
  /** Raw, 32 bytes. null before enrolment: the key that answers first, to be compared by people. */
  readonly hubSigningKey: Uint8Array | null
}

/**
 * A line that reaches nobody but head office. Its certificates are asked for before the first request, and again
 * when one turns up that was not among them: certificates change, and so may the signing key, by its own word.
 */
export function openVouchedLine(options: VouchedLineOptions): VouchedLine {
  const { realm, hubSigningKey, ...line } = options
  let signingKey = hubSigningKey
  let vouched: ReadonlySet<string> | undefined
  const strict = openLine({ ...line, trusts: (certificate) => vouched?.has(certificate) ?? false })

  async function askVoucher(): Promise<void> {
    const voucher = await fetchVoucher(line)
    const key = signingKey === null ? voucher.signingKey : successor(signingKey, voucher)
    if (key === null || voucher.realm !== realm || !isVoucherOf(key, voucher)) {
      throw new CertificateUnknown('the line does not end at head office')
    }
    signingKey = key
    vouched = new Set(voucher.certificates.map(hex))
  }

  return {
    async send(request) {
      const fresh = vouched === undefined
      if (fresh) await askVoucher()
      try {
        return await strict.send(request)
      } catch (error) {
        // Nothing was sent yet: the connection was refused at its start.
        if (!(error instanceof CertificateUnknown) || fresh) throw error
        await askVoucher()
        return strict.send(request)
      }
    },
    close: () => strict.close(),
    get hubSigningKey() {
      return signingKey
    },
  }
}

/** The key in whose place the pinned one is by now; null: the voucher is not of the pinned one's line. */
function successor(pinned: Uint8Array, { realm, statements }: TlsVoucher): Uint8Array | null {
  const followed = followSigningKey(realm, pinned, statements)
  return followed.ok ? followed.value : null
}

/** The one question that is put to whoever answers. */
async function fetchVoucher(line: Omit<LineOptions, 'trusts'>): Promise<TlsVoucher> {
  const anybody = openLine({ ...line, trusts: () => true })
  try {
    const { status, body } = await anybody.send({
      method: 'GET',
      path: VOUCHER_PATH,
      headers: {},
      once: true,
    })
    const decoded = status === 200 ? decodeCbor(body) : undefined
    const parsed = tlsVoucher.safeParse(decoded?.ok ? decoded.value : undefined)
    if (!parsed.success) throw new HeadOfficeUnreachable('no head office answers at this address')
    return parsed.data
  } finally {
    anybody.close()
  }
}
