/** The renderer's first lines: styles in the order that lets ours win, then the application. */
import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import '@fontsource/biz-udgothic/400.css'
import '@fontsource/biz-udgothic/700.css'
import './theme.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { startI18n } from './i18n/index.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html lacks #root')
startI18n('ja')
createRoot(root).render(<App />)
