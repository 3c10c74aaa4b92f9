import { defineWords } from '../i18n/index.ts'

export const words = defineWords('sign-in', {
  ja: {
    title: 'サインイン',
    staffNo: '職員番号',
    password: 'パスワード',
    signIn: 'サインイン',
    wait: 'あと {{seconds}} 秒で再試行できます',
    locked: 'ロック中',
    lockedWhy: 'パスワードを入力すると、続きから再開できます。',
    unlock: 'ロックを解除',
    other: '別の職員でサインイン',
    otherWhy: '入力途中の内容は失われます。',
    unreflected: '本部未反映 {{count}} 件があります。本部緊急連絡先 {{phone}}',
    trainingPeople: '研修用の職員',
  },
  en: {
    title: 'Sign in',
    staffNo: 'Staff number',
    password: 'Password',
    signIn: 'Sign in',
    wait: 'Try again in {{seconds}} s',
    locked: 'Locked',
    lockedWhy: 'Enter your password to go on where you were.',
    unlock: 'Unlock',
    other: 'Sign in as somebody else',
    otherWhy: 'What is half entered is lost.',
    unreflected: '{{count}} not yet at head office. Emergency number {{phone}}',
    trainingPeople: 'Training staff',
  },
})
