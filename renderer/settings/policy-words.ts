import { defineWords } from '../i18n/index.ts'

/** The names of the policy's values; the approver's difference uses them too. */
export const words = defineWords('policy', {
  ja: {
    lockThreshold: '停止までの連続誤入力（回）',
    longRunThreshold: '長期誤入力の上限（回）',
    longRunDays: '長期誤入力を数える期間（日）',
    mailBusinessDays: '送付に見込む営業日数（日）',
    minimumRemainingMonths: '発行に必要な残存期間（月）',
    replacementDays: '更新対象とする期限までの日数（日）',
    dualControl: '二人制（役席の承認）',
    idleLockMinutes: '自動ロックまでの時間（分）',
    emergencyPhone: '本部緊急連絡先',
    otpAlgorithm: 'ワンタイムパスワードの方式',
  },
  en: {
    lockThreshold: 'Wrong codes in a row before a stop',
    longRunThreshold: 'Wrong codes over time before a stop',
    longRunDays: 'Days over which they are counted',
    mailBusinessDays: 'Business days allowed for the mail',
    minimumRemainingMonths: 'Months of life needed for an issuance',
    replacementDays: 'Days before expiry to replace a fob',
    dualControl: 'Two-person rule',
    idleLockMinutes: 'Minutes before the idle lock',
    emergencyPhone: 'Head office’s emergency number',
    otpAlgorithm: 'One-time password algorithm',
  },
})
