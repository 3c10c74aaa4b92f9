/**
 * Master keys on a PKCS#11 token (an HSM; Debian's SoftHSM in the tests): AES-256 keys that were made on it and
 * never leave it. Wrapped is IV (12 random bytes) ‖ ciphertext ‖ tag (16), AES-GCM; under random IVs one key must not
 * wrap more than 2³² times (NIST SP 800-38D), which no credit union reaches.
 */
import type * as pkcs11js from 'pkcs11js'
import { concatBytes, hex, type Random } from '../../protocol/bytes.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'
import { GCM_NONCE_BYTES, GCM_TAG_BYTES } from '../../protocol/seal.ts'
import type { MasterKey } from './master-key.ts'

export interface TokenOptions {
  /** The HSM's PKCS#11 library, an absolute path. */
  readonly library: string
  readonly tokenLabel: string
  /** Of the token's user. */
  readonly pin: string
  readonly random: Random
}

export type TokenCode = 'PKCS11_NOT_INSTALLED' | 'PKCS11_LIBRARY' | 'TOKEN_MISSING' | 'TOKEN_PIN_WRONG'

/** An open token. Its calls go one after another, and this process waits for each: see ADR 027. */
export interface MasterToken {
  /** The master keys on it, by id. */
  keys(): readonly MasterKey[]
  /** Makes one on the token: sensitive, not extractable. */
  makeKey(): MasterKey
  /** Destroys one for good; false: there is none of this id. Whoever calls has made sure that it wraps nothing. */
  destroyKey(id: string): boolean
  close(): void
}

const KEY_LABEL = 'fobdesk-master'
const KEY_ID_BYTES = 8
const KEY_BYTES = 32
/** CKR_GENERAL_ERROR, CKR_ENCRYPTED_DATA_INVALID, CKR_ENCRYPTED_DATA_LEN_RANGE: what tokens answer to a wrong tag. */
const NOT_UNWRAPPED: ReadonlySet<number> = new Set([0x05, 0x40, 0x41])
/** CKR_PIN_INCORRECT, CKR_PIN_INVALID, CKR_PIN_LEN_RANGE, CKR_PIN_LOCKED. */
const PIN_WRONG: ReadonlySet<number> = new Set([0xa0, 0xa1, 0xa2, 0xa4])

type Module = typeof pkcs11js

/** Expected refusals are told; whatever else the library answers throws. */
export async function openMasterToken(options: TokenOptions): Promise<Result<MasterToken, TokenCode>> {
  const module = await loadModule()
  if (module === undefined) return refuse('PKCS11_NOT_INSTALLED', 'the package pkcs11js is not installed')
  const library = new module.PKCS11()
  try {
    library.load(options.library)
  } catch {
    return refuse('PKCS11_LIBRARY', options.library)
  }
  library.C_Initialize()
  const slot = library
    .C_GetSlotList(true)
    .find((handle) => library.C_GetTokenInfo(handle).label.trim() === options.tokenLabel)
  if (slot === undefined) {
    library.C_Finalize()
    return refuse('TOKEN_MISSING', options.tokenLabel)
  }
  const session = library.C_OpenSession(slot, module.CKF_SERIAL_SESSION | module.CKF_RW_SESSION)
  try {
    library.C_Login(session, module.CKU_USER, options.pin)
  } catch (error) {
    library.C_Finalize()
    if (!PIN_WRONG.has(codeOf(error))) throw error
    return refuse('TOKEN_PIN_WRONG', options.tokenLabel)
  }
  return done(new Token(module, library, session, options.random))
}

/** undefined where the optional package is not installed, or not built for this machine. */
async function loadModule(): Promise<Module | undefined> {
  try {
    return (await import('pkcs11js')).default
  } catch {
    // Its own build may have failed at the installation: the operator is told what is missing.
    return undefined
  }
}

class Token implements MasterToken {
  readonly #module: Module
  readonly #library: pkcs11js.PKCS11
  readonly #session: Buffer
  readonly #random: Random

  constructor(module: Module, library: pkcs11js.PKCS11, session: Buffer, random: Random) {
    this.#module = module
    this.#library = library
    this.#session = session
    this.#random = random
  }

  keys(): readonly MasterKey[] {
    const handles = this.#find([{ type: this.#module.CKA_LABEL, value: KEY_LABEL }])
    const keys = handles.map((handle) => this.#masterKey(handle))
    return keys.sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  makeKey(): MasterKey {
    const ck = this.#module
    const handle = this.#library.C_GenerateKey(this.#session, { mechanism: ck.CKM_AES_KEY_GEN }, [
      { type: ck.CKA_CLASS, value: ck.CKO_SECRET_KEY },
      { type: ck.CKA_TOKEN, value: true },
      { type: ck.CKA_PRIVATE, value: true },
      { type: ck.CKA_SENSITIVE, value: true },
      { type: ck.CKA_EXTRACTABLE, value: false },
      { type: ck.CKA_ENCRYPT, value: true },
      { type: ck.CKA_DECRYPT, value: true },
      { type: ck.CKA_VALUE_LEN, value: KEY_BYTES },
      { type: ck.CKA_LABEL, value: KEY_LABEL },
      { type: ck.CKA_ID, value: Buffer.from(this.#random(KEY_ID_BYTES)) },
    ])
    return this.#masterKey(handle)
  }

  destroyKey(id: string): boolean {
    const [handle] = this.#find([
      { type: this.#module.CKA_LABEL, value: KEY_LABEL },
      { type: this.#module.CKA_ID, value: Buffer.from(id, 'hex') },
    ])
    if (handle === undefined) return false
    this.#library.C_DestroyObject(this.#session, handle)
    return true
  }

  close(): void {
    this.#library.C_CloseSession(this.#session)
    this.#library.C_Finalize()
    this.#library.close()
  }

  #find(attributes: { type: number; value: string | Buffer }[]): Buffer[] {
    const secretKey = { type: this.#module.CKA_CLASS, value: this.#module.CKO_SECRET_KEY }
    this.#library.C_FindObjectsInit(this.#session, [secretKey, ...attributes])
    try {
      return this.#library.C_FindObjects(this.#session, 100)
    } finally {
      this.#library.C_FindObjectsFinal(this.#session)
    }
  }

  #masterKey(handle: Buffer): MasterKey {
    const [id] = this.#library.C_GetAttributeValue(this.#session, handle, [{ type: this.#module.CKA_ID }])
    if (!(id?.value instanceof Uint8Array)) throw new Error('a master key on the token has no id')
    return {
      id: hex(id.value),
      // Begun and ended in one go: no other call of this process comes between the two.
      wrap: async (secret, aad) => {
        const iv = this.#random(GCM_NONCE_BYTES)
        this.#library.C_EncryptInit(this.#session, this.#gcm(iv, aad), handle)
        const target = Buffer.alloc(secret.length + GCM_TAG_BYTES)
        return concatBytes(iv, this.#library.C_Encrypt(this.#session, Buffer.from(secret), target))
      },
      unwrap: async (wrapped, aad) => {
        if (wrapped.length < GCM_NONCE_BYTES + GCM_TAG_BYTES) return refuse('NOT_UNWRAPPED', 'too short')
        const iv = wrapped.slice(0, GCM_NONCE_BYTES)
        const body = Buffer.from(wrapped.subarray(GCM_NONCE_BYTES))
        this.#library.C_DecryptInit(this.#session, this.#gcm(iv, aad), handle)
        try {
          const target = Buffer.alloc(body.length)
          const secret = this.#library.C_Decrypt(this.#session, body, target)
          const copy = new Uint8Array(secret)
          target.fill(0)
          return done(copy)
        } catch (error) {
          if (!NOT_UNWRAPPED.has(codeOf(error))) throw error
          return refuse('NOT_UNWRAPPED', 'wrong key, wrong context or changed bytes')
        }
      },
    }
  }

  #gcm(iv: Uint8Array, aad: Uint8Array) {
    return {
      mechanism: this.#module.CKM_AES_GCM,
      parameter: {
        type: this.#module.CK_PARAMS_AES_GCM,
        iv: Buffer.from(iv),
        aad: Buffer.from(aad),
        ivBits: GCM_NONCE_BYTES * 8,
        tagBits: GCM_TAG_BYTES * 8,
      },
    }
  }
}

/** The library's result value; 0: no error of PKCS#11. */
function codeOf(error: unknown): number {
  const { code } = error as Partial<pkcs11js.Pkcs11Error>
  return error instanceof Error && typeof code === 'number' ? code : 0
}
