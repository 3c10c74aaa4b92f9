/** Words that customers read too, on the desk's screens and the portal's alike (DOMAIN.md, Words). */
import type { AuthStatus, OtpStatus, UserRole } from './vocabulary.ts'

type Words<T extends string> = Readonly<Record<T, { readonly ja: string; readonly en: string }>>

export const userRoleWords: Words<UserRole> = {
  master: { ja: 'マスターユーザ', en: 'Master user' },
  administrator: { ja: '管理者ユーザ', en: 'Administrator' },
  general: { ja: '一般ユーザ', en: 'General user' },
}

export const otpStatusWords: Words<OtpStatus> = {
  unregistered: { ja: '未登録', en: 'Not registered' },
  tokenIssued: { ja: 'トークン発行済み', en: 'Fob issued' },
  inService: { ja: 'サービス利用中', en: 'In service' },
  expired: { ja: 'トークン有効期限切れ', en: 'Fob expired' },
  revoked: { ja: '失効中', en: 'Revoked' },
}

export const authStatusWords: Words<AuthStatus> = {
  available: { ja: '利用可能', en: 'Available' },
  stopped: { ja: '停止中', en: 'Stopped' },
}
