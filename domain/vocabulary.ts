/**
 * The closed sets of words the desk speaks. Screens show the Japanese, code uses the English
 * (translations: `renderer/i18n`). Source: DOMAIN.md and the manual.
 */
import { z } from 'zod'

// Zod's compiled parsers need `new Function`, which the renderer's CSP refuses.
z.config({ jitless: true })

/** 研修 or a real branch. Every event carries it and nothing mixes the two. */
export const realm = z.enum(['training', 'real'])
export type Realm = z.infer<typeof realm>

/** 契約者区分: 法人 / 個人. */
export const contractKind = z.enum(['corporate', 'individual'])
export type ContractKind = z.infer<typeof contractKind>

/** 利用者区分: マスターユーザ / 管理者ユーザ / 一般ユーザ. */
export const userRole = z.enum(['master', 'administrator', 'general'])
export type UserRole = z.infer<typeof userRole>

/** トークン種別. This product handles hardware and switches software → hardware. */
export const tokenKind = z.enum(['none', 'hardware', 'software'])
export type TokenKind = z.infer<typeof tokenKind>

/** 契約状態 / 利用者状態 in the roster: 契約中 / 解約. */
export const rosterStatus = z.enum(['active', 'closed'])
export type RosterStatus = z.infer<typeof rosterStatus>

/** 窓口担当 / 役席 / 検査. `hq` exists at the hub only. */
export const staffRole = z.enum(['teller', 'manager', 'auditor'])
export type StaffRole = z.infer<typeof staffRole>

/** 申込区分: 新規, 追加, 共有, 再発行, 更新, 再利用, 切替, 解約. */
export const applicationKind = z.enum([
  'new',
  'additional',
  'sharing',
  'reissue',
  'renewal',
  'reuse',
  'switch',
  'cancellation',
])
export type ApplicationKind = z.infer<typeof applicationKind>

/** 一時保存, 承認待ち, 差戻し, 否認, 承認済, 発行済, 送付済, 交付済, 完了, 取下げ, 発行取消. */
export const applicationStatus = z.enum([
  'draft',
  'waiting',
  'returned',
  'denied',
  'approved',
  'issued',
  'dispatched',
  'handedOver',
  'completed',
  'withdrawn',
  'issuanceCancelled',
])
export type ApplicationStatus = z.infer<typeof applicationStatus>

/**
 * ワンタイムパスワード状態 as shown: 未登録, トークン発行済み, サービス利用中, トークン有効期限切れ, 失効中.
 * `expired` is never stored; it follows from the clock.
 */
export const otpStatus = z.enum(['unregistered', 'tokenIssued', 'inService', 'expired', 'revoked'])
export type OtpStatus = z.infer<typeof otpStatus>

/** ワンタイムパスワード認証状態: 利用可能 / 停止中. */
export const authStatus = z.enum(['available', 'stopped'])
export type AuthStatus = z.infer<typeof authStatus>

/** Why a user is 停止中. Several may hold at once. */
export const stopCause = z.enum(['failures', 'longRun', 'incident', 'bereavement', 'bank'])
export type StopCause = z.infer<typeof stopCause>

/** Reasons of a 失効 (rule 5). `byCustomer` (利用者操作) is the customer's own screen. */
export const revocationReason = z.enum([
  'loss',
  'theft',
  'fault',
  'battery',
  'expired',
  'cancellation',
  'leaver',
  'death',
  'nameChange',
  'mailAccident',
  'wrongIssue',
  'other',
  'byCustomer',
])
export type RevocationReason = z.infer<typeof revocationReason>

/** 事故届: 紛失, 盗難, 死亡. */
export const incidentKind = z.enum(['loss', 'theft', 'death'])
export type IncidentKind = z.infer<typeof incidentKind>

/** Rule 13: the one place a fob is in. 入荷, 在庫, 発行済・送付前保管, 郵送中, 顧客, 店間移管中, 返却, 返戻, 所在不明, メーカー返送, 廃棄待ち, 廃棄. */
export const custodyPlace = z.enum([
  'received',
  'stock',
  'issuedHeld',
  'inMail',
  'customer',
  'inTransfer',
  'returned',
  'returnedByPost',
  'missing',
  'toMaker',
  'toDispose',
  'disposed',
])
export type CustodyPlace = z.infer<typeof custodyPlace>

/** What is known about the seed in the chip. `void`: a write was begun and never proven, so nobody knows. */
export const seedState = z.enum(['blank', 'factory', 'writing', 'proven', 'void'])
export type SeedState = z.infer<typeof seedState>

/** HMAC of the OTP (rule 1). */
export const otpAlgorithm = z.enum(['sha1', 'sha256'])
export type OtpAlgorithm = z.infer<typeof otpAlgorithm>

/** 来店者 (rule 14). */
export const visitor = z.enum(['self', 'representative', 'agent'])
export type Visitor = z.infer<typeof visitor>

/** Kind of identity document; never its number, never 個人番号 (rule 14). */
export const identityDocument = z.enum([
  'driversLicence',
  'myNumberCardFace',
  'passport',
  'residenceCard',
  'corporateRegistry',
  'sealCertificate',
  'other',
])
export type IdentityDocument = z.infer<typeof identityDocument>

/** 手数料: 現金, 口座振替, 免除. */
export const feePayment = z.enum(['cash', 'accountTransfer', 'exempt'])
export type FeePayment = z.infer<typeof feePayment>

/** 送付 / 窓口交付. */
export const deliveryMethod = z.enum(['mail', 'counter'])
export type DeliveryMethod = z.infer<typeof deliveryMethod>

/** 書留の種類: 一般書留, 簡易書留, 本人限定受取郵便. */
export const mailService = z.enum(['registered', 'simplifiedRegistered', 'addresseeOnly'])
export type MailService = z.infer<typeof mailService>

/** 日次 / 月末 現物検査. */
export const stocktakeKind = z.enum(['daily', 'monthly'])
export type StocktakeKind = z.infer<typeof stocktakeKind>

/** The value must be handled above: adding a member to a union breaks the build here. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`)
}
