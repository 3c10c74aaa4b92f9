/**
 * What a customer reads after a refusal. The bank answers exactly; here unknown and other contracts' serials
 * become one sentence (rule 11), and whatever is staff's business becomes "contact your branch".
 */
import { customerActivationRefusal } from '../../domain/activation.ts'
import type { Refusal } from '../../domain/decide-types.ts'
import { refusals } from '../../domain/refusals.ts'
import type { Both } from './language.ts'

const branch: Both = {
  ja: '現在ログインできません。お取引店へご連絡ください。',
  en: 'You cannot log in at present. Please contact your branch.',
}
const unknown: Both = {
  ja: '現在この操作を受け付けられません。お取引店へご連絡ください。',
  en: 'This cannot be done at present. Please contact your branch.',
}
const notHere: Both = {
  ja: 'この画面では解除できない停止です。お取引店へご連絡ください。',
  en: 'This stop cannot be lifted here. Please contact your branch.',
}

/** Sentences of the one table that are written for customers as well as for staff. */
const shared = [
  'SERIAL_FORM',
  'CODE_FORM',
  'OTP_WRONG',
  'OTP_USED',
  'ACTIVATION_REFUSED',
  'TOKEN_EXPIRED',
  'BEFORE_START_DATE',
  'WAITING_TIME',
  'VERIFICATION_BUSY',
  'NOBODY_CHOSEN',
] as const satisfies readonly (keyof typeof refusals)[]
const asItIs: ReadonlySet<string> = new Set(shared)

const stopped: Both = {
  ja: 'ワンタイムパスワード認証が停止しています。状況をご確認のうえ、マスターユーザまたは管理者ユーザに「ワンタイムパスワードの利用停止解除」を依頼するか、お取引店へご連絡ください。',
  en: 'One-time password authentication is stopped. Find out why, then ask a master or administrator user to lift the stop, or contact your branch.',
}

/** Why a login goes no further. The password was right, so the reason may be told. */
export function loginSentence({ code, detail }: Refusal): Both {
  switch (code) {
    case 'USER_STOPPED':
      // Only wrong codes in a row are the contract's own business; incidents are not told on a screen.
      return detail.cause === 'failures'
        ? stopped
        : {
            ja: 'ワンタイムパスワード認証が停止しています。お取引店へご連絡ください。',
            en: 'One-time password authentication is stopped. Please contact your branch.',
          }
    case 'USER_REVOKED':
      return {
        ja: 'トークンが失効しているため、ログインできません。新しいトークンのお申込みについて、お取引店へご連絡ください。',
        en: 'Your fob is revoked, so you cannot log in. Please ask your branch for a new one.',
      }
    case 'WAITING_TIME':
      return {
        ja: 'トークンが失効しているため、ログインできません。待ち時間が終わると、新たなトークンの利用登録、または同じトークンの再利用ができます。',
        en: 'Your fob is revoked, so you cannot log in. After the waiting time a new fob can be registered, or the same one used again.',
      }
    case 'BEFORE_START_DATE':
      return {
        ja: '新しいトークンの利用開始日（{startDate}）前です。当日以降にログインして登録してください。',
        en: 'Your new fob can be used from {startDate}. Log in and register it from then on.',
      }
    default:
      return asItIs.has(code) ? refusals[code] : branch
  }
}

/** BLG3020. */
export function registrationSentence(refusal: Refusal): Both {
  const told = customerActivationRefusal(refusal)
  if (refusal.code === 'CODE_FORM' || refusal.code === 'VERIFICATION_BUSY') return refusals[refusal.code]
  if (told.code === 'USER_STOPPED') return loginSentence(told)
  return asItIs.has(told.code) ? refusals[told.code] : refusals.ACTIVATION_REFUSED
}

/** The one-time password of a login. */
export function otpSentence(refusal: Refusal): Both {
  return asItIs.has(refusal.code) ? refusals[refusal.code] : loginSentence(refusal)
}

/** Why a row of the lists cannot be chosen, and why 停止解除 or 失効 was not carried out. */
export function actSentence({ code }: Refusal): Both {
  switch (code) {
    case 'NOT_STOPPED':
      return { ja: '停止中ではありません。', en: 'Not stopped.' }
    case 'UNLOCK_SELF':
      return {
        ja: 'ご自身、またはご自身と同じトークンの利用者の停止は解除できません。ほかのマスターユーザ・管理者ユーザ、またはお取引店にご依頼ください。',
        en: 'Your own stop, or that of a user of your own fob, must be lifted by another master or administrator user, or by your branch.',
      }
    case 'UNLOCK_INCIDENT':
    case 'UNLOCK_NEEDS_RESET':
    case 'UNLOCK_CAUSE':
      return notHere
    case 'NOT_REVOCABLE':
      return { ja: '失効できるトークンがありません。', en: 'There is no fob to revoke.' }
    case 'USER_UNKNOWN':
    case 'USER_NOT_OF_CONTRACT':
      return {
        ja: '選択した利用者はこの契約にありません。一覧から選び直してください。',
        en: 'A chosen user is not of this contract. Choose from the list again.',
      }
    default:
      return asItIs.has(code) || code === 'CUSTOMER_NOT_ADMINISTRATOR' ? refusals[code] : unknown
  }
}
