/**
 * What a customer reads after a refusal. The bank answers exactly; `domain/customer-refusals.ts` says how much of
 * it is told (rule 11). Here are the sentences for screens of which the one table knows nothing.
 */
import { customerActivationRefusal, customerLoginRefusal } from '../../domain/customer-refusals.ts'
import type { Refusal } from '../../domain/decide-types.ts'
import { refusals, type RefusalCode } from '../../domain/refusals.ts'
import type { Both } from './language.ts'

/** Why a login goes no further. The password was right, so a reason that leads somewhere is told. */
export function loginSentence(refusal: Refusal): Both {
  switch (refusal.code) {
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
      return refusals[customerLoginRefusal(refusal).code]
  }
}

/** BLG3020. */
export function registrationSentence(refusal: Refusal): Both {
  return refusals[customerActivationRefusal(refusal).code]
}

/** Sentences of the one table that fit the lists as they are. */
const asItIs: ReadonlySet<RefusalCode> = new Set([
  'CUSTOMER_NOT_ADMINISTRATOR',
  'NOBODY_CHOSEN',
  'REGISTRATION_FIRST',
])

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
    case 'UNLOCK_AT_BRANCH':
      return {
        ja: 'この画面では解除できない停止です。お取引店へご連絡ください。',
        en: 'This stop cannot be lifted here. Please contact your branch.',
      }
    case 'NOT_REVOCABLE':
      return { ja: '失効できるトークンがありません。', en: 'There is no fob to revoke.' }
    case 'USER_NOT_OF_CONTRACT':
      return {
        ja: '選択した利用者はこの契約にありません。一覧から選び直してください。',
        en: 'A chosen user is not of this contract. Choose from the list again.',
      }
    default:
      return asItIs.has(code)
        ? refusals[code]
        : {
            ja: '現在この操作を受け付けられません。お取引店へご連絡ください。',
            en: 'This cannot be done at present. Please contact your branch.',
          }
  }
}
