import { defineWords } from '../i18n/index.ts'

export const words = defineWords('training-bar', {
  ja: {
    training: '研修モード',
    trainingWhy: '実際のお客さまの手続きには使えません',
    tools: '研修用の道具',
    secondsLeft: 'あと {{seconds}} 秒',
    press: 'お客さまのトークン',
    pressHint: 'シリアル番号',
    pressButton: 'ボタンを押す',
    noDisplay: '表示なし',
    clock: '時計を進める',
    minutes30: '30 分',
    day: '1 日',
    days7: '7 日',
  },
  en: {
    training: 'TRAINING',
    trainingWhy: 'Not for real customers',
    tools: 'Training tools',
    secondsLeft: '{{seconds}} s left',
    press: 'A customer’s fob',
    pressHint: 'Serial number',
    pressButton: 'Press its button',
    noDisplay: 'no display',
    clock: 'Advance the clock',
    minutes30: '30 min',
    day: '1 day',
    days7: '7 days',
  },
})
