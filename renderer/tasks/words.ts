import { defineWords } from '../i18n/index.ts'

export const words = defineWords('tasks', {
  ja: {
    title: '要対応一覧',
    description: '同期・期限・名簿の取込みで見つかった、対応の必要な事項です。',
    what: '内容と対応',
    subject: '対象',
    raisedAt: '発生日時',
    none: '要対応はありません',
    open: '対象を開く',
    settle: '対応済みにする',
    memo: '対応の内容',
    settled: '対応済みにしました',
  },
  en: {
    title: 'To deal with',
    description: 'What synchronisation, dates and roster imports have found.',
    what: 'What, and what to do',
    subject: 'Concerning',
    raisedAt: 'Since',
    none: 'Nothing to deal with',
    open: 'Open it',
    settle: 'Mark as dealt with',
    memo: 'What was done',
    settled: 'Marked as dealt with',
  },
})
