/** The closed sets of `domain/vocabulary.ts` in both languages; a member without a word is a type error. */
import type * as domain from '../../domain/vocabulary.ts'
import { useCallback } from 'react'
import { authStatusWords, otpStatusWords, userRoleWords } from '../../domain/customer-vocabulary.ts'
import { useLanguage } from './index.ts'

interface Both {
  readonly ja: string
  readonly en: string
}

/** The sets by name. */
export interface Sets {
  readonly realm: domain.Realm
  readonly contractKind: domain.ContractKind
  readonly userRole: domain.UserRole
  readonly tokenKind: domain.TokenKind
  readonly rosterStatus: domain.RosterStatus
  readonly staffRole: domain.StaffRole
  readonly applicationKind: domain.ApplicationKind
  readonly applicationStatus: domain.ApplicationStatus
  readonly otpStatus: domain.OtpStatus
  readonly authStatus: domain.AuthStatus
  readonly stopCause: domain.StopCause
  readonly revocationReason: domain.RevocationReason
  readonly incidentKind: domain.IncidentKind
  readonly custodyPlace: domain.CustodyPlace
  readonly seedState: domain.SeedState
  readonly otpAlgorithm: domain.OtpAlgorithm
  readonly visitor: domain.Visitor
  readonly identityDocument: domain.IdentityDocument
  readonly feePayment: domain.FeePayment
  readonly deliveryMethod: domain.DeliveryMethod
  readonly mailService: domain.MailService
  readonly stocktakeKind: domain.StocktakeKind
}
export type SetName = keyof Sets

export const vocabulary: { readonly [S in SetName]: Readonly<Record<Sets[S], Both>> } = {
  realm: {
    training: { ja: '研修', en: 'Training' },
    real: { ja: '本番', en: 'Live' },
  },
  contractKind: {
    corporate: { ja: '法人', en: 'Corporate' },
    individual: { ja: '個人', en: 'Individual' },
  },
  userRole: userRoleWords,
  tokenKind: {
    none: { ja: 'なし', en: 'None' },
    hardware: { ja: 'ハードウェアトークン', en: 'Hardware fob' },
    software: { ja: 'ソフトウェアトークン', en: 'Software token' },
  },
  rosterStatus: {
    active: { ja: '契約中', en: 'Active' },
    closed: { ja: '解約', en: 'Closed' },
  },
  staffRole: {
    teller: { ja: '窓口担当', en: 'Teller' },
    manager: { ja: '役席', en: 'Manager' },
    auditor: { ja: '検査', en: 'Auditor' },
  },
  applicationKind: {
    new: { ja: '新規', en: 'New' },
    additional: { ja: '追加', en: 'Additional' },
    sharing: { ja: '共有', en: 'Sharing' },
    reissue: { ja: '再発行', en: 'Reissue' },
    renewal: { ja: '更新', en: 'Renewal' },
    reuse: { ja: '再利用', en: 'Reuse' },
    switch: { ja: '切替', en: 'Switch from software' },
    cancellation: { ja: '解約', en: 'Cancellation' },
  },
  applicationStatus: {
    draft: { ja: '一時保存', en: 'Draft' },
    waiting: { ja: '承認待ち', en: 'Awaiting approval' },
    returned: { ja: '差戻し', en: 'Sent back' },
    denied: { ja: '否認', en: 'Denied' },
    approved: { ja: '承認済', en: 'Approved' },
    issued: { ja: '発行済', en: 'Issued' },
    dispatched: { ja: '送付済', en: 'Dispatched' },
    handedOver: { ja: '交付済', en: 'Handed over' },
    completed: { ja: '完了', en: 'Completed' },
    withdrawn: { ja: '取下げ', en: 'Withdrawn' },
    issuanceCancelled: { ja: '発行取消', en: 'Issuance cancelled' },
  },
  otpStatus: otpStatusWords,
  authStatus: authStatusWords,
  stopCause: {
    failures: { ja: 'OTP誤入力', en: 'Wrong codes in a row' },
    longRun: { ja: '長期誤入力', en: 'Wrong codes over time' },
    incident: { ja: '事故届', en: 'Incident' },
    bereavement: { ja: '死亡届', en: 'Bereavement' },
    bank: { ja: '当組合による停止', en: 'Stopped by us' },
  },
  revocationReason: {
    loss: { ja: '紛失', en: 'Loss' },
    theft: { ja: '盗難', en: 'Theft' },
    fault: { ja: '故障', en: 'Fault' },
    battery: { ja: '電池切れ', en: 'Battery empty' },
    expired: { ja: '有効期限切れ', en: 'Expired' },
    cancellation: { ja: '解約', en: 'Cancellation' },
    leaver: { ja: '退職・担当者変更', en: 'Leaver or change of person' },
    death: { ja: '死亡', en: 'Death' },
    nameChange: { ja: '名義変更', en: 'Change of name' },
    mailAccident: { ja: '送付事故', en: 'Lost in the mail' },
    wrongIssue: { ja: '誤発行', en: 'Issued by mistake' },
    other: { ja: 'その他', en: 'Other' },
    byCustomer: { ja: '利用者操作', en: 'By the customer' },
  },
  incidentKind: {
    loss: { ja: '紛失', en: 'Loss' },
    theft: { ja: '盗難', en: 'Theft' },
    death: { ja: '死亡', en: 'Death' },
  },
  custodyPlace: {
    received: { ja: '入荷', en: 'Received' },
    stock: { ja: '在庫', en: 'In stock' },
    issuedHeld: { ja: '発行済・送付前保管', en: 'Issued, held' },
    inMail: { ja: '郵送中', en: 'In the mail' },
    customer: { ja: '顧客', en: 'With the customer' },
    inTransfer: { ja: '店間移管中', en: 'In transfer' },
    returned: { ja: '返却', en: 'Returned' },
    returnedByPost: { ja: '返戻', en: 'Returned by post' },
    missing: { ja: '所在不明', en: 'Missing' },
    toMaker: { ja: 'メーカー返送', en: 'Sent to the maker' },
    toDispose: { ja: '廃棄待ち', en: 'To be disposed' },
    disposed: { ja: '廃棄', en: 'Disposed' },
  },
  seedState: {
    blank: { ja: '未書込', en: 'Blank' },
    factory: { ja: '工場書込', en: 'Factory-seeded' },
    writing: { ja: '書込中', en: 'Being written' },
    proven: { ja: '書込済', en: 'Proven' },
    void: { ja: '要書直し', en: 'Void, rewrite' },
  },
  otpAlgorithm: {
    sha1: { ja: 'HMAC-SHA-1', en: 'HMAC-SHA-1' },
    sha256: { ja: 'HMAC-SHA-256', en: 'HMAC-SHA-256' },
  },
  visitor: {
    self: { ja: '本人', en: 'The customer' },
    representative: { ja: '代表者', en: 'Representative' },
    agent: { ja: '代理人', en: 'Agent' },
  },
  identityDocument: {
    driversLicence: { ja: '運転免許証', en: 'Driver’s licence' },
    myNumberCardFace: { ja: 'マイナンバーカード（表面）', en: 'My Number card (front)' },
    passport: { ja: '旅券', en: 'Passport' },
    residenceCard: { ja: '在留カード', en: 'Residence card' },
    corporateRegistry: { ja: '登記事項証明書', en: 'Certificate of registry' },
    sealCertificate: { ja: '印鑑証明書', en: 'Seal certificate' },
    other: { ja: 'その他', en: 'Other' },
  },
  feePayment: {
    cash: { ja: '現金', en: 'Cash' },
    accountTransfer: { ja: '口座振替', en: 'Account transfer' },
    exempt: { ja: '免除', en: 'Exempt' },
  },
  deliveryMethod: {
    mail: { ja: '送付', en: 'By mail' },
    counter: { ja: '窓口交付', en: 'Over the counter' },
  },
  mailService: {
    registered: { ja: '一般書留', en: 'Registered' },
    simplifiedRegistered: { ja: '簡易書留', en: 'Simplified registered' },
    addresseeOnly: { ja: '本人限定受取郵便', en: 'Addressee only' },
  },
  stocktakeKind: {
    daily: { ja: '日次', en: 'Daily' },
    monthly: { ja: '月末', en: 'Month end' },
  },
}

export type SayWord = <S extends SetName>(set: S, member: Sets[S]) => string

/** `const word = useVocabulary()`; `word('otpStatus', 'inService')` → サービス利用中. */
export function useVocabulary(): SayWord {
  const language = useLanguage()
  return useCallback((set, member) => vocabulary[set][member][language], [language])
}

/** All members of a set as `{ value, label }` for a select, in the vocabulary's order. */
export function useChoices(): <S extends SetName>(set: S) => { value: Sets[S]; label: string }[] {
  const language = useLanguage()
  return <S extends SetName>(set: S) => {
    const words: Readonly<Record<string, Both>> = vocabulary[set]
    return Object.entries(words).map(([value, both]) => ({ value: value as Sets[S], label: both[language] }))
  }
}
