import type { Both } from '../language.ts'

export const common = {
  bank: { ja: '埼玉信用組合インターネットバンキング', en: 'Saitama Credit Union Internet Banking' },
  skip: { ja: '本文へ移動', en: 'Skip to content' },
  navigation: { ja: 'グローバルナビゲーション', en: 'Main menu' },
  top: { ja: 'トップ', en: 'Top' },
  management: { ja: '管理', en: 'Management' },
  logout: { ja: 'ログアウト', en: 'Log out' },
  signedInAs: { ja: '{name} 様', en: '{name}' },
  language: { ja: '言語', en: 'Language' },
  help: { ja: 'ヘルプ', en: 'Help' },
  back: { ja: '戻る', en: 'Back' },
  toTop: { ja: 'トップページへ', en: 'To the top page' },
  toUserManagement: { ja: '利用者管理メニューへ', en: 'To the user management menu' },
  toLogin: { ja: 'ログイン画面へ', en: 'To the login page' },
  required: { ja: '※は必須入力項目です。', en: '※ marks what must be entered.' },
  errorTitle: { ja: 'エラー: ', en: 'Error: ' },
  errorSummary: { ja: '入力内容をご確認ください', en: 'Please check your entries' },
  breadcrumb: { ja: '現在の位置', en: 'You are here' },
  steps: { ja: '手順', en: 'Steps' },
  contact: {
    ja: 'ご不明な点はお取引店へお問い合わせください。',
    en: 'If anything is unclear, please contact your branch.',
  },
} as const satisfies Record<string, Both>
