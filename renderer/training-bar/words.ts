import { defineWords } from '../i18n/index.ts'

export const words = defineWords('training-bar', {
  ja: {
    training: '研修モード',
    trainingWhy: '実際のお客さまの手続きには使えません',
  },
  en: {
    training: 'TRAINING',
    trainingWhy: 'Not for real customers',
  },
})
